package dev.fairlead.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes, names and signs: what `STYLE` asks of every file.
class TidyTest {
    private static final int MOST_LINES = 400;
    private static final int MOST_TEST_LINES = 500;
    private static final int MOST_FILES_IN_A_PACKAGE = 15;
    private static final long MOST_BLOB_BYTES = 128 << 10;
    private static final PathMatcher WRITTEN_BY_MACHINES =
            FileSystems.getDefault().getPathMatcher("glob:{package-lock.json,fairlead.yaml}");
    private static final Pattern BANNED =
            Pattern.compile(
                    "(?:class|record|interface|enum)"
                            + " (\\w*(?:Manager|Helper|Util|Utils|Impl|Base|Common"
                            + "|Info|Processor))\\b");
    private static final Pattern ABSTRACT_NAME =
            Pattern.compile("(?:class|interface) (Abstract\\w*)");
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile(
                    "(?m)^public (?:(?:final|sealed|abstract|non-sealed)"
                            + " )*(?:class|record|interface|enum) \\w+");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)#]+)(?:#[^)]*)?\\)");

    @Test
    void no_file_is_too_long() {
        // Given
        var tooLong = new ArrayList<String>();
        // When
        for (Path file : SourceTree.files(".java")) {
            long lines = SourceTree.text(file).lines().count();
            if (lines > (SourceTree.test(file) ? MOST_TEST_LINES : MOST_LINES)) {
                tooLong.add(file + " has " + lines + " lines: find the second idea in it");
            }
        }
        // Then
        assertThat(tooLong).isEmpty();
    }

    @Test
    void no_type_has_a_name_that_says_nothing() {
        // Given
        var badly = new ArrayList<String>();
        // When
        for (Path file : SourceTree.files(".java")) {
            find(BANNED, file, badly, "name what it is or does");
            if (!SourceTree.test(file)) {
                find(ABSTRACT_NAME, file, badly, "name the idea, not the mechanism");
            }
        }
        // Then
        assertThat(badly).isEmpty();
    }

    private static void find(Pattern pattern, Path file, List<String> into, String advice) {
        Matcher match = pattern.matcher(SourceTree.text(file));
        while (match.find()) {
            into.add(file + ": " + match.group(1) + ": " + advice);
        }
    }

    @Test
    void every_package_has_a_sign_and_is_null_marked() {
        // Given
        var missing = new ArrayList<String>();
        // When
        for (Path folder : packages().keySet()) {
            Path sign = folder.resolve("package-info.java");
            if (SourceTree.test(sign)) {
                continue;
            }
            if (!Files.exists(sign)) {
                missing.add(folder + " has no package-info.java");
            } else if (!SourceTree.text(sign).contains("@NullMarked")
                    || !SourceTree.text(sign).startsWith("///")) {
                missing.add(sign + " lacks its sentence or @NullMarked");
            }
        }
        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void no_package_is_a_heap() {
        // Given
        var heaps = new ArrayList<String>();
        // When
        packages()
                .forEach((folder, files) -> {
                    if (!SourceTree.test(folder.resolve("x"))
                            && !folder.endsWith("wire")
                            && !folder.endsWith("ids")
                            && files.size() > MOST_FILES_IN_A_PACKAGE + 1) {
                        heaps.add(folder + " has " + files.size() + " files");
                    }
                });
        // Then
        assertThat(heaps).isEmpty();
    }

    /// Not what authors of functions write, or what is compiled with it: that is Java as they know
    /// it.
    private static boolean ours(Path file) {
        return file.toString().contains("/src/main/java/")
                || file.toString().contains("/src/test/java/");
    }

    private static Map<Path, List<Path>> packages() {
        var packages = new HashMap<Path, List<Path>>();
        for (Path file : SourceTree.files(".java")) {
            if (ours(file)) {
                packages.computeIfAbsent(file.getParent(), _ -> new ArrayList<>()).add(file);
            }
        }
        return packages;
    }

    @Test
    void every_public_type_says_what_it_is() {
        // Given
        var silent = new ArrayList<String>();
        // When
        for (Path file : SourceTree.files(".java")) {
            if (SourceTree.test(file) || !ours(file)) {
                continue;
            }
            String text = SourceTree.text(file);
            Matcher type = PUBLIC_TYPE.matcher(text);
            if (type.find() && !text.substring(0, type.start()).contains("///")) {
                silent.add(file + ": " + type.group());
            }
        }
        // Then
        assertThat(silent).isEmpty();
    }

    @Test
    void links_in_documents_lead_somewhere() {
        // Given
        var dead = new ArrayList<String>();
        // When
        for (Path file : SourceTree.files(".md")) {
            Matcher link = LINK.matcher(SourceTree.text(file));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !Files.exists(file.resolveSibling(target))) {
                    dead.add(file + " -> " + target);
                }
            }
        }
        // Then
        assertThat(dead).isEmpty();
    }

    @Test
    void no_file_is_a_large_blob() throws IOException {
        // Given
        var large = new ArrayList<String>();
        // When
        for (Path file : SourceTree.files("")) {
            if (Files.size(file) > MOST_BLOB_BYTES
                    && !WRITTEN_BY_MACHINES.matches(file.getFileName())) {
                large.add(file + " has " + Files.size(file) + " bytes");
            }
        }
        // Then
        assertThat(large).isEmpty();
    }
}
