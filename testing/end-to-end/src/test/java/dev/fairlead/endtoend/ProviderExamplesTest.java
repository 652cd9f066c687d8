package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Main;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs the commands that docs/reference/providers.md shows, from top to bottom, by an
/// administrator's key. Whether Google and Okta answer is not for a test: `providers test` may say
/// no.
@Tag("slow")
class ProviderExamplesTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    private final Path files;

    ProviderExamplesTest(@TempDir Path files) {
        this.files = files;
    }

    private record Ran(String line, int exit, String said) {}

    private void prepare(Installation fairlead) throws IOException, GeneralSecurityException {
        for (String name : List.of("google.secret", "github.secret", "okta.secret")) {
            Files.writeString(files.resolve(name), "secret of " + name + "\n");
        }
        String certificate =
                SigningKey.rsa()
                        .certificatePem()
                        .replaceAll("-----(?:BEGIN|END) CERTIFICATE-----", "");
        Files.writeString(
                files.resolve("corp-metadata.xml"),
                """
                <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="corp">
                <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                <KeyDescriptor use="signing">
                <KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>%s\
                </X509Certificate></X509Data></KeyInfo></KeyDescriptor>
                <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
                Location="https://corp.example.com/sso"/></IDPSSODescriptor></EntityDescriptor>
                """
                        .formatted(certificate));
        var people = new People(fairlead);
        people.owner();
        people.organization("acme");
    }

    @Test
    void every_command_of_the_page_works() throws Exception {
        try (Installation fairlead = Installation.fresh(Map.of()).ready()) {
            // Given
            prepare(fairlead);
            String page =
                    Files.readString(Installation.root().resolve("docs/reference/providers.md"));
            var ran = new ArrayList<Ran>();
            // When
            Matcher block = BLOCK.matcher(page);
            while (block.find()) {
                block.group(1).lines().forEach(line -> ran.add(run(fairlead, line)));
            }
            // Then
            assertThat(ran).hasSizeGreaterThan(8);
            assertThat(ran)
                    .allSatisfy(one ->
                            assertThat(one.exit())
                                    .as(one.line() + ": " + one.said())
                                    .isIn(
                                            one.line().contains("test google")
                                                    ? List.of(0, 1)
                                                    : List.of(0)));
            assertThat(said(ran, "add google")).contains("/api/v1/sign-in/google/callback");
            assertThat(said(ran, "show corp")).contains("entityID").contains("/sign-in/corp/acs");
            assertThat(said(ran, "test corp")).contains("https://corp.example.com/sso");
            assertThat(said(ran, "fairlead providers\n")).contains("google", "github", "corp");
            assertThat(ran.toString()).doesNotContain("secret of");
        }
    }

    private static String said(List<Ran> ran, String what) {
        return ran.stream()
                .filter(one -> (one.line() + "\n").contains(what))
                .map(Ran::said)
                .findFirst()
                .orElse("");
    }

    private Ran run(Installation fairlead, String line) {
        var words = new ArrayList<String>();
        for (String word : line.split(" ", -1)) {
            words.add(Files.exists(files.resolve(word)) ? files.resolve(word).toString() : word);
        }
        assertThat(words.removeFirst()).isEqualTo("fairlead");
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var environment =
                Map.of(
                        "FAIRLEAD_URL",
                        fairlead.url(),
                        "FAIRLEAD_TOKEN",
                        fairlead.key(),
                        "XDG_CONFIG_HOME",
                        files.toString());
        int exit =
                Main.commandLine(stream, stream, environment).execute(words.toArray(String[]::new));
        return new Ran(line, exit, out.toString(StandardCharsets.UTF_8));
    }
}
