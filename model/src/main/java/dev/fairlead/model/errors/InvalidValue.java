package dev.fairlead.model.errors;

/// A value that breaks its own rule, such as a name with a space. Names the value and the rule.
public final class InvalidValue extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String what;

    public InvalidValue(String what, String rule) {
        super(rule, null, false, false);
        this.what = what;
    }

    public String what() {
        return what;
    }

    public String rule() {
        return String.valueOf(getMessage());
    }
}
