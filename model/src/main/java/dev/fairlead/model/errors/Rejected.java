package dev.fairlead.model.errors;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The caller's mistake, or a refusal: the one exception of the domain. Ends as problem+json.
public final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final transient List<FieldError> errors;
    private final transient Optional<Duration> retryAfter;

    public Rejected(ErrorCode code, String detail) {
        this(code, detail, List.of());
    }

    public Rejected(ErrorCode code, String detail, List<FieldError> errors) {
        this(code, detail, errors, Optional.empty());
    }

    /// It may be asked again after `retryAfter`.
    public Rejected(ErrorCode code, String detail, Duration retryAfter) {
        this(code, detail, List.of(), Optional.of(retryAfter));
    }

    private Rejected(
            ErrorCode code, String detail, List<FieldError> errors, Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /// One field is wrong; `pointer` is its JSON pointer (RFC 6901).
    public static Rejected field(String pointer, String detail) {
        return new Rejected(
                ErrorCode.INVALID_REQUEST, detail, List.of(new FieldError(pointer, detail)));
    }

    public ErrorCode code() {
        return code;
    }

    /// What is wrong and how to mend it, for the caller.
    public String detail() {
        return String.valueOf(getMessage());
    }

    /// How long to wait before asking again, where that helps.
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
