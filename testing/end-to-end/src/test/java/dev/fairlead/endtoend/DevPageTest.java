package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

import java.io.IOException;
import java.nio.file.Path;

/// The page of `fairlead dev`, as somebody sees it who edits and never reloads.
@Tag("slow")
@Timeout(180)
class DevPageTest {
    private final LocalProject project;
    private final Browser browser;

    DevPageTest(@TempDir Path folder, @TempDir Path profile) {
        project = new LocalProject(folder);
        browser = new Browser(profile);
    }

    @AfterEach
    void end() {
        browser.close();
        project.close();
    }

    private String text(String id) {
        return browser.page().findElement(By.id(id)).getText();
    }

    /// In one step, since the frame may be loaded anew at any time.
    private String answer() {
        return String.valueOf(
                browser.page()
                        .executeScript(
                                "return document.querySelector('iframe').contentDocument?.body"
                                        + "?.innerText"));
    }

    @Test
    void the_page_follows_edits_and_shows_the_compilers_message() throws IOException {
        // Given
        project.write(
                "index.js",
                "export default () => { console.log('called <once>'); return 'first'; };");
        String url = project.serve();
        browser.page().get(url.substring(0, url.indexOf("fn/")));
        Installation.await(() -> answer().contains("first"), "the answer on the page");
        Installation.await(() -> text("log").contains("called <once>"), "the log line");
        String before = text("state");
        // When
        project.write("index.js", "export default () => ;");
        Installation.await(() -> text("problem").contains("index.js:1:"), "the message");
        String broken = text("state");
        String meanwhile = answer();
        project.write("index.js", "export default () => 'mended';");
        Installation.await(() -> answer().contains("mended"), "the mended answer");
        // Then
        assertThat(before).isEqualTo("ready");
        assertThat(broken).isEqualTo("broken; the last good version answers");
        assertThat(meanwhile).contains("first");
        assertThat(browser.page().findElement(By.id("problem")).isDisplayed()).isFalse();
        assertThat(browser.complaints()).isEmpty();
    }
}
