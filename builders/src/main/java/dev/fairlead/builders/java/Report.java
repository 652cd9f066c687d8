package dev.fairlead.builders.java;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the compiler has to say, as lines of a file between the step and the server.
public record Report(List<Remark> remarks) {
    public Report {
        remarks = List.copyOf(remarks);
    }

    /// What a remark is.
    public enum Kind {
        ERROR,
        FORBIDDEN,
        WARNING,
        HANDLER
    }

    /// Line and column are 0 where there is none.
    public record Remark(Kind kind, String file, int line, int column, String text) {}

    public List<Remark> of(Kind kind) {
        return remarks.stream().filter(remark -> remark.kind() == kind).toList();
    }

    void write(Path to) throws IOException {
        var lines = new ArrayList<String>();
        for (Remark each : remarks) {
            lines.add(
                    String.join(
                            "\t",
                            each.kind().name(),
                            plain(each.file()),
                            Integer.toString(each.line()),
                            Integer.toString(each.column()),
                            plain(each.text())));
        }
        Files.write(to, lines);
    }

    /// Throws `IllegalArgumentException` for a file that none of ours wrote.
    public static Report read(Path from) throws IOException {
        var remarks = new ArrayList<Remark>();
        for (String line : Files.readAllLines(from)) {
            String[] parts = line.split("\t", -1);
            if (parts.length != 5) {
                throw new IllegalArgumentException("not a report");
            }
            remarks.add(
                    new Remark(
                            Kind.valueOf(parts[0]),
                            parts[1],
                            Integer.parseInt(parts[2]),
                            Integer.parseInt(parts[3]),
                            parts[4]));
        }
        return new Report(remarks);
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
