package dev.fairlead.controlplane.api.routes;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/// JSON as the API speaks it: strict in what it takes, sparse in what it gives. Unknown fields,
/// duplicate names, wrong types, trailing text, invalid UTF-8 and nesting beyond 64 are refused.
public final class ApiJson {
    private static final int MOST_NESTING = 64;

    private final JsonMapper mapper;

    public ApiJson() {
        var limits =
                StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_NESTING)
                        .maxNumberLength(100)
                        .build();
        mapper =
                JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .changeDefaultPropertyInclusion(
                                i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
                        .build();
    }

    public byte[] write(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    /// Any JSON value; empty text is refused.
    public JsonNode tree(byte[] bytes) {
        return read(bytes, JsonNode.class);
    }

    <T> T read(InputStream body, Class<T> type) {
        return read(bytes(body), type);
    }

    byte[] bytes(InputStream body) {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the client went away", e);
        }
    }

    <T> T read(byte[] bytes, Class<T> type) {
        try {
            T value = mapper.readValue(bytes, type);
            if (value == null) {
                throw new Rejected(ErrorCode.INVALID_REQUEST, "the body must be a JSON object");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw Rejected.field(pointer(e), "is not known here; take it out");
        } catch (DatabindException e) {
            throw Rejected.field(pointer(e), "has the wrong type: " + firstLine(e));
        } catch (JacksonException e) {
            throw new Rejected(ErrorCode.MALFORMED_JSON, where(e) + firstLine(e));
        }
    }

    private static String pointer(DatabindException e) {
        return e.getPath().stream()
                .map(step ->
                        "/"
                                + (step.getPropertyName() == null
                                        ? step.getIndex()
                                        : step.getPropertyName()))
                .collect(Collectors.joining());
    }

    private static String where(JacksonException e) {
        var at = e.getLocation();
        return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    }

    /// Jackson's later lines name our classes, which are nobody's business.
    private static String firstLine(JacksonException e) {
        String text = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        return text.replaceAll("`(?:[a-z]+\\.)+([A-Za-z]+)[^`]*`", "$1");
    }
}
