package dev.fairlead.benchmarks;

import java.util.List;

/// Something that answers: what it is called, where, the process behind it, and the headers that it
/// is asked with, as `name: value`.
record Target(String name, String url, ProcessHandle process, List<String> headers) {
    Target {
        headers = List.copyOf(headers);
    }

    Target(String name, String url, ProcessHandle process) {
        this(name, url, process, List.of());
    }

    Target with(String header) {
        return new Target(name, url, process, List.of(header));
    }
}
