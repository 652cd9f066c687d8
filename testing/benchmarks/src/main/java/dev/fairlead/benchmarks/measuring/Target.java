package dev.fairlead.benchmarks.measuring;

import java.util.List;

/// Something that answers: what it is called, where, the process behind it, and the headers that it
/// is asked with, as `name: value`.
public record Target(String name, String url, ProcessHandle process, List<String> headers) {
    public Target {
        headers = List.copyOf(headers);
    }

    public Target(String name, String url, ProcessHandle process) {
        this(name, url, process, List.of());
    }

    public Target with(String header) {
        return new Target(name, url, process, List.of(header));
    }
}
