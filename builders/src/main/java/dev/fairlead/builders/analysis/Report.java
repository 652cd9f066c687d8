package dev.fairlead.builders.analysis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a compiler or a parser has to say, as lines of a file between the step and the server.
public record Report(List<Remark> remarks) {
    public Report {
        remarks = List.copyOf(remarks);
    }

    /// What a remark is. An `IMPORT`'s text is what is imported.
    public enum Kind {
        ERROR,
        FORBIDDEN,
        WARNING,
        HANDLER,
        IMPORT,
        EXPORTS
    }

    /// Line and column are 0 where there is none.
    public record Remark(Kind kind, String file, int line, int column, String text) {
        /// `FILE:LINE:COLUMN`, as far as they are known.
        public String place() {
            return line == 0 ? file : file + ":" + line + ":" + column;
        }
    }

    public List<Remark> of(Kind kind) {
        return remarks.stream().filter(remark -> remark.kind() == kind).toList();
    }

    /// What is said of these files.
    public Report about(Set<String> files) {
        return new Report(
                remarks.stream().filter(remark -> files.contains(remark.file())).toList());
    }

    public void write(Path to) throws IOException {
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

    /// Throws `IllegalArgumentException` for what none of ours wrote.
    public static Report read(InputStream from) throws IOException {
        var remarks = new ArrayList<Remark>();
        var lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
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
