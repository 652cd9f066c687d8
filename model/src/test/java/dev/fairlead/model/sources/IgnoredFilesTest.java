package dev.fairlead.model.sources;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

class IgnoredFilesTest {
    private static List<String> left(String ignoring, String... files) {
        var ignored = new IgnoredFiles(ignoring);
        return List.of(files).stream().filter(file -> !ignored.leavesOut(file)).toList();
    }

    @Test
    void what_fits_a_folder_fits_all_below_it() {
        assertThat(left("node_modules", "a.js", "node_modules/x/y.js", "sub/node_modules/z.js"))
                .containsExactly("a.js", "sub/node_modules/z.js");
    }

    @Test
    void two_stars_stand_for_any_number_of_parts() {
        assertThat(left("**/*.log", "a.log", "x/b.log", "x/y/c.log", "x/y/c.txt"))
                .containsExactly("x/y/c.txt");
        assertThat(left("a/**/b", "a/b", "a/x/b", "a/x/y/b", "b")).containsExactly("b");
    }

    @Test
    void one_star_and_a_question_mark_stay_within_a_part() {
        assertThat(left("*/*.md", "a.md", "x/b.md", "x/y/c.md"))
                .containsExactly("a.md", "x/y/c.md");
        assertThat(left("v?", "v1", "v12", "v")).containsExactly("v12", "v");
    }

    @Test
    void a_set_stands_for_one_of_its_characters() {
        assertThat(left("*.py[co]", "a.py", "a.pyc", "a.pyo")).containsExactly("a.py");
        assertThat(left("v[0-9]", "v1", "v9", "va")).containsExactly("va");
        assertThat(left("v[^0-9]", "v1", "va")).containsExactly("v1");
        assertThat(left("v[1", "v[1", "v1")).containsExactly("v1");
    }

    @Test
    void what_follows_a_backslash_stands_for_itself() {
        assertThat(left("\\*.md", "*.md", "a.md")).containsExactly("a.md");
    }

    @Test
    void the_last_pattern_that_fits_counts() {
        assertThat(left("*.md\n!README.md\n", "a.md", "README.md")).containsExactly("README.md");
        assertThat(left("!README.md\n*.md\n", "a.md", "README.md")).isEmpty();
    }

    @Test
    void comments_blanks_and_slashes_around_mean_nothing() {
        assertThat(left("# a.js\n\n  /b.js \n./c/\n", "a.js", "b.js", "c/d.js"))
                .containsExactly("a.js");
    }

    @Test
    @Timeout(20)
    void no_pattern_takes_long() {
        String name = "a".repeat(250) + "/" + "a".repeat(250) + "/b";
        assertThat(left("a*".repeat(200) + "c", name)).containsExactly(name);
        assertThat(left("**/".repeat(160) + "c", name)).containsExactly(name);
    }
}
