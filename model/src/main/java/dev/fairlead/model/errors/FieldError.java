package dev.fairlead.model.errors;

/// What is wrong with one field of a request; `pointer` is a JSON pointer (RFC 6901).
public record FieldError(String pointer, String detail) {}
