package dev.fairlead.dataplane.limits;

/// What is counted as one: `who`, such as an address, at `what`, such as a function.
public record LimitKey(String what, String who) {
    /// As instances of an installation name it among themselves.
    public String text() {
        return what + '|' + who;
    }
}
