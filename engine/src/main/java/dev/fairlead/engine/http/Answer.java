package dev.fairlead.engine.http;

/// What an engine answered, all of it.
public record Answer(int status, String text) {
    public boolean fine() {
        return status < 300 || status == 304;
    }
}
