package dev.fairlead.function;

/** Another function could not be called, or failed. */
public final class CallFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    CallFailed(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    /** One of the error codes, such as {@code service-not-found} or {@code at-capacity}. */
    public String code() {
        return code;
    }
}
