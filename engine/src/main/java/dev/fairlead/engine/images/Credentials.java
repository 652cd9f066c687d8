package dev.fairlead.engine.images;

/// Who we are to a registry. Never shown.
public record Credentials(String registry, String user, String password) {
    @Override
    public String toString() {
        return "Credentials[registry=" + registry + ", user=" + user + ", password=***]";
    }
}
