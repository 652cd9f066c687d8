package dev.fairlead.builders.stacks.yaml;

/// Where something stands: `file` and `line` (from 1), and the folder that its relative paths begin
/// at, empty for the source's own.
public record Place(String file, int line, String folder) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
