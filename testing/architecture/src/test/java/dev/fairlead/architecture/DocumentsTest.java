package dev.fairlead.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.model.errors.ErrorCode;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Documents that code can check.
class DocumentsTest {
    private static final Pattern STATUS_ROW =
            Pattern.compile("(?m)^\\| ([CX]\\d+) \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern SETTING = Pattern.compile("\"(FAIRLEAD_[A-Z_]+)\"");
    private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w+Test)`");

    @Test
    void every_error_code_is_documented() {
        // Given
        String catalogue = SourceTree.text(SourceTree.ROOT.resolve("docs/reference/errors.md"));
        // When
        List<String> missing =
                Arrays.stream(ErrorCode.values())
                        .filter(c ->
                                !catalogue.contains("| `" + c.code() + "` | " + c.status() + " |"))
                        .map(c -> c.code() + " " + c.status())
                        .toList();
        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void error_codes_are_never_used_twice() {
        // Given / When
        List<String> codes = Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();
        // Then
        assertThat(codes).doesNotHaveDuplicates();
    }

    @Test
    void every_row_of_status_names_a_proof_that_is_there() {
        // Given
        Matcher row =
                STATUS_ROW.matcher(SourceTree.text(SourceTree.ROOT.resolve("docs/STATUS.md")));
        List<String> tests =
                SourceTree.files(".java").stream()
                        .map(file -> String.valueOf(file.getFileName()).replace(".java", ""))
                        .toList();
        var wrong = new ArrayList<String>();
        int rows = 0;
        // When
        while (row.find()) {
            rows++;
            Matcher named = TEST_NAME.matcher(row.group(3));
            boolean any = false;
            while (named.find()) {
                any = true;
                if (!tests.contains(named.group(1))) {
                    wrong.add(row.group(1) + " names " + named.group(1) + ", which is not there");
                }
            }
            if (row.group(2).strip().equals("done") && !any) {
                wrong.add(row.group(1) + " is done and names no test");
            }
        }
        // Then
        assertThat(wrong).isEmpty();
        assertThat(rows).isPositive();
    }

    @Test
    void every_threat_names_a_test_that_is_there() {
        // Given
        List<String> tests =
                SourceTree.files(".java").stream()
                        .map(file -> String.valueOf(file.getFileName()).replace(".java", ""))
                        .toList();
        List<String> threats =
                SourceTree.text(SourceTree.ROOT.resolve("docs/THREATS.md"))
                        .lines()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| threat"))
                        .toList();
        var wrong = new ArrayList<String>();
        // When
        for (String threat : threats) {
            Matcher named = Pattern.compile("`(\\w+(?:Test|Contract))`").matcher(threat);
            boolean any = false;
            while (named.find()) {
                any = true;
                if (!tests.contains(named.group(1))) {
                    wrong.add(named.group(1) + " is not there: " + threat);
                }
            }
            if (!any) {
                wrong.add("no test: " + threat);
            }
        }
        // Then
        assertThat(wrong).isEmpty();
        assertThat(threats).hasSizeGreaterThan(30);
    }

    @Test
    void every_setting_of_the_server_is_documented() {
        // Given
        String documented = SourceTree.text(SourceTree.ROOT.resolve("docs/reference/settings.md"));
        var settings = new TreeSet<String>();
        for (Path file : SourceTree.files(".java")) {
            String place = SourceTree.ROOT.relativize(file).toString();
            if (place.startsWith("server/src/main") || place.startsWith("sandbox/src/main")) {
                SETTING.matcher(SourceTree.text(file))
                        .results()
                        .forEach(one -> settings.add(one.group(1)));
            }
        }
        // When
        List<String> missing =
                settings.stream().filter(one -> !documented.contains("`" + one + "`")).toList();
        // Then
        assertThat(missing).isEmpty();
        assertThat(settings).hasSizeGreaterThan(30);
    }

    @Test
    void every_direct_dependency_has_its_reason() {
        // Given
        String reasons = SourceTree.text(SourceTree.ROOT.resolve("docs/DEPENDENCIES.md"));
        Pattern artifact =
                Pattern.compile("<groupId>([^<]+)</groupId><artifactId>([^<]+)</artifactId>");
        Path pom = SourceTree.ROOT.resolve("pom.xml");
        String managed = SourceTree.text(pom);
        String section =
                managed.substring(
                        managed.indexOf("<dependencyManagement>"),
                        managed.indexOf("</dependencyManagement>"));
        var missing = new ArrayList<String>();
        // When
        Matcher match = artifact.matcher(section);
        while (match.find()) {
            String name = match.group(2);
            boolean ours = match.group(1).equals("dev.fairlead");
            if (!ours && !reasons.contains("`" + name + "`")) {
                missing.add(name);
            }
        }
        // Then
        assertThat(missing).isEmpty();
    }
}
