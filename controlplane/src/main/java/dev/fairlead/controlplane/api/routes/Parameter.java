package dev.fairlead.controlplane.api.routes;

/// A query parameter of a route.
public record Parameter(String name, Kind kind, String description) {
    /// What a parameter's value is.
    public enum Kind {
        STRING,
        INTEGER,
        BOOLEAN,
        INSTANT
    }

    public static Parameter string(String name, String description) {
        return new Parameter(name, Kind.STRING, description);
    }

    public static Parameter integer(String name, String description) {
        return new Parameter(name, Kind.INTEGER, description);
    }

    public static Parameter flag(String name, String description) {
        return new Parameter(name, Kind.BOOLEAN, description);
    }

    public static Parameter instant(String name, String description) {
        return new Parameter(name, Kind.INSTANT, description);
    }
}
