package dev.fairlead.benchmarks;

/// Something that answers: what it is called, where, and the process behind it.
record Target(String name, String url, ProcessHandle process) {}
