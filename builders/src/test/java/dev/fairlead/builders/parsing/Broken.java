package dev.fairlead.builders.parsing;

import dev.fairlead.builders.analysis.Report;
import dev.fairlead.builders.analysis.Report.Kind;
import dev.fairlead.model.functions.ContentHash;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A source that breaks a rule where `⟦` stands in its text.
record Broken(String rule, String ending, String text) {
    @Override
    public String toString() {
        return rule + " " + ending + ": " + text;
    }

    String file() {
        byte[] bytes = (rule + text).getBytes(StandardCharsets.UTF_8);
        return "f" + ContentHash.of(bytes).hex().substring(0, 16) + "." + ending;
    }

    String expected() {
        int at = text.indexOf('⟦');
        String before = text.substring(0, at);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return rule + " " + line + ":" + (at - before.lastIndexOf('\n'));
    }

    /// As `RULE LINE:COLUMN`.
    List<String> found(Report report) {
        return report.remarks().stream()
                .filter(each -> each.kind() == Kind.FORBIDDEN || each.kind() == Kind.WARNING)
                .map(each -> {
                    String text = each.text();
                    String id = text.substring(text.lastIndexOf('[') + 1, text.length() - 1);
                    return id + " " + each.line() + ":" + each.column();
                })
                .toList();
    }
}
