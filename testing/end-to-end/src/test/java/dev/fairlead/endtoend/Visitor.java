package dev.fairlead.endtoend;

import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Somebody with a browser of their own at an installation's pages.
final class Visitor implements AutoCloseable {
    private final Browser browser;
    private final String url;

    Visitor(Path profile, String url) {
        this.browser = new Browser(profile);
        this.url = url;
    }

    /// Opens a path, or a whole address as a link has it.
    Visitor open(String address) {
        // Same page, other fragment: browsers would not load it again.
        browser.page().get("about:blank");
        browser.page().get(address.startsWith("/") ? url + address : address);
        return this;
    }

    Visitor type(String id, String text) {
        Installation.await(() -> shown(id), "the field " + id + " at " + address());
        WebElement field = element(id);
        field.clear();
        field.sendKeys(text);
        return this;
    }

    private WebElement element(String id) {
        return browser.page().findElement(By.id(id));
    }

    /// Sends a form, by its button.
    Visitor send(String form) {
        element(form).findElement(By.cssSelector("button:not([type])")).click();
        return this;
    }

    Visitor press(String id) {
        Installation.await(() -> shown(id), "the button " + id);
        element(id).click();
        return this;
    }

    Visitor at(String path) {
        Installation.await(() -> path().equals(path), path + " rather than " + address());
        return this;
    }

    /// Waits for a text that somebody can see.
    Visitor sees(String text) {
        Installation.await(() -> text().contains(text), "'" + text + "' in:\n" + text());
        return this;
    }

    /// In one step, since the page may change at any time.
    String text() {
        return String.valueOf(run("return document.body?.innerText"));
    }

    String text(String id) {
        return String.valueOf(run("return document.getElementById('" + id + "').textContent"));
    }

    boolean shown(String id) {
        return Boolean.TRUE.equals(
                run("return !!document.getElementById('" + id + "')?.checkVisibility()"));
    }

    /// The id of what the keyboard writes to.
    String focus() {
        return String.valueOf(run("return document.activeElement?.id"));
    }

    /// What a script says; empty where it says nothing, or the page went away meanwhile.
    Object run(String script) {
        try {
            return Objects.requireNonNullElse(browser.page().executeScript(script), "");
        } catch (WebDriverException e) {
            return "";
        }
    }

    /// What a promise of the page comes to.
    Object eventually(String script) {
        return Objects.requireNonNullElse(browser.page().executeAsyncScript(script), "");
    }

    String address() {
        return Objects.requireNonNullElse(browser.page().getCurrentUrl(), "");
    }

    String path() {
        return URI.create(address()).getPath();
    }

    Browser browser() {
        return browser;
    }

    /// What the console holds against the pages, but for refusals, which are answers.
    List<String> complaints() {
        return browser.complaints().stream()
                .filter(line -> !line.contains("the server responded with a status of 4"))
                .toList();
    }

    /// Signs in by the page and waits for what comes next.
    Visitor signIn(String email, String password) {
        open("/login").type("email", email).type("password", password).send("form");
        return this;
    }

    @Override
    public void close() {
        browser.close();
    }
}
