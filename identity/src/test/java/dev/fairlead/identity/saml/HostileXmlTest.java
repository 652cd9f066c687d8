package dev.fairlead.identity.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.SignInOutcome;
import dev.fairlead.identity.external.SignInOutcome.Refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// XML that attacks who reads it, before anything of it is believed.
class HostileXmlTest {
    private final SamlSetting saml = new SamlSetting();

    private String signed() {
        return Forge.text(saml.signed(Map.of()));
    }

    @Test
    void a_document_type_is_refused() {
        saml.assertRefused(
                saml.finish("<!DOCTYPE Response>" + signed()), RefusalReason.DOCTYPE_NOT_ALLOWED);
    }

    @Test
    void a_file_is_not_read() {
        // Given
        String type = "<!DOCTYPE r [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>";
        // When / Then
        saml.assertRefused(
                saml.finish(type + signed().replace(">ada<", ">&f;<")),
                RefusalReason.DOCTYPE_NOT_ALLOWED);
    }

    @Test
    void no_server_is_asked() throws IOException {
        // Given
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/x.dtd";
            String type = "<!DOCTYPE r SYSTEM \"" + address + "\">";
            // When
            saml.assertRefused(saml.finish(type + signed()), RefusalReason.DOCTYPE_NOT_ALLOWED);
            // Then: nobody is in the queue of connections.
            server.setSoTimeout(1);
            assertThat(catchThrowable(server::accept)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a_billion_laughs_are_none() {
        // Given
        String entities =
                IntStream.range(1, 10)
                        .mapToObj(i ->
                                "<!ENTITY l%d \"%s\">"
                                        .formatted(i, ("&l" + (i - 1) + ";").repeat(10)))
                        .collect(Collectors.joining());
        String type = "<!DOCTYPE r [<!ENTITY l0 \"ha\">" + entities + "]>";
        // When / Then
        saml.assertRefused(
                saml.finish(type + signed().replace(">ada<", ">&l9;<")),
                RefusalReason.DOCTYPE_NOT_ALLOWED);
    }

    @Test
    void ten_megabytes_are_refused() {
        // Given
        String large = signed().replace(">ada<", ">" + "a".repeat(10 << 20) + "<");
        // When / Then
        saml.assertRefused(saml.finish(large), RefusalReason.TOO_LARGE);
    }

    @Test
    void what_is_too_large_only_when_it_is_decoded_is_refused() {
        // Given
        String large = signed().replace(">ada<", ">" + "a".repeat(256 << 10) + "<");
        String field = Base64.getEncoder().encodeToString(large.getBytes(StandardCharsets.UTF_8));
        // When / Then
        saml.assertRefused(
                saml.client.finish(field, Optional.of(saml.pending)), RefusalReason.TOO_LARGE);
    }

    @Test
    void depth_and_attributes_are_bounded() {
        // Given
        String deep =
                signed().replace(
                                "<saml:Subject>",
                                "<saml:Subject>" + "<d>".repeat(100) + "</d>".repeat(100));
        String wide =
                signed().replace(
                                "<saml:Subject>",
                                "<saml:Subject "
                                        + IntStream.range(0, 1000)
                                                .mapToObj(i -> "a" + i + "=\"\" ")
                                                .collect(Collectors.joining())
                                        + ">");
        // When / Then
        saml.assertRefused(saml.finish(deep), RefusalReason.MALFORMED);
        saml.assertRefused(saml.finish(wide), RefusalReason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not XML",
                "<a>",
                "<a/><b/>",
                "<?xml version=\"1.1\"?><a:b/>",
            })
    void what_is_no_xml_is_refused(String text) {
        saml.assertRefused(saml.finish(text), RefusalReason.MALFORMED);
    }

    @Test
    void what_is_no_base64_is_refused() {
        saml.assertRefused(
                saml.client.finish("<a/>", Optional.of(saml.pending)), RefusalReason.MALFORMED);
    }

    @Test
    void base64_in_lines_is_read() {
        // Given
        byte[] bytes = signed().getBytes(StandardCharsets.UTF_8);
        String lines = Base64.getMimeEncoder().encodeToString(bytes);
        // When
        SignInOutcome outcome = saml.client.finish(lines, Optional.of(saml.pending));
        // Then
        assertThat(SamlSetting.signedIn(outcome).subject()).endsWith(" ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ID=\"_response\"", "Id=\"_response\"", "xml:id=\"_assertion\""})
    void an_id_twice_is_refused_whatever_it_is_called(String attribute) {
        // Given
        String twice = signed().replace("<saml:Subject>", "<saml:Subject " + attribute + ">");
        // When / Then
        saml.assertRefused(saml.finish(twice), RefusalReason.DUPLICATE_ID);
    }

    @Test
    void another_message_than_a_response_is_refused() {
        // Given
        String logout = signed().replace("samlp:Response", "samlp:LogoutResponse");
        String alone = signed().replaceAll("(?s).*(<saml:Assertion.*</saml:Assertion>).*", "$1");
        String foreign = signed().replace("SAML:2.0:protocol", "SAML:1.0:protocol");
        // When / Then
        saml.assertRefused(saml.finish(logout), RefusalReason.STRUCTURE_WRONG);
        saml.assertRefused(
                saml.finish(
                        alone.replace(
                                "<saml:Assertion ",
                                "<saml:Assertion xmlns:saml=\""
                                        + "urn:oasis:names:tc:SAML:2.0:assertion\" ")),
                RefusalReason.STRUCTURE_WRONG);
        saml.assertRefused(saml.finish(foreign), RefusalReason.STRUCTURE_WRONG);
    }

    @Test
    void an_encrypted_assertion_is_refused_by_that_name() {
        // Given
        String encrypted = signed().replace("saml:Assertion", "saml:EncryptedAssertion");
        // When / Then
        saml.assertRefused(saml.finish(encrypted), RefusalReason.ENCRYPTED_ASSERTION);
    }

    /// Bytes of a right message changed at random: refused, and never anything but refused or Ada.
    @Test
    void changed_bytes_never_make_somebody_else() {
        // Given
        long seed = new Random().nextLong();
        var random = new Random(seed);
        byte[] right = signed().getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        // When
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = right.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) (random.nextInt(95) + 32);
            }
            saml.memory.known.clear();
            String field = Base64.getEncoder().encodeToString(changed);
            SignInOutcome outcome = saml.client.finish(field, Optional.of(saml.pending));
            // Then
            if (outcome instanceof Refused) {
                refused++;
            } else {
                assertThat(SamlSetting.signedIn(outcome).subject())
                        .as("seed " + seed)
                        .endsWith(" ada");
            }
        }
        assertThat(refused).as("seed " + seed).isGreaterThan(1_000);
    }
}
