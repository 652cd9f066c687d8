package dev.fairlead.dataplane.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.signing.FieldReader.InnerList;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// What RFC 9421 and RFC 9530 print.
class SignedTextTest {
    /// RFC 9421, B.1.5.
    private static final byte[] SHARED_SECRET =
            Base64.getDecoder()
                    .decode(
                            "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHh"
                                    + "IDi6pcl8jsasjlTMtDQ==");

    /// RFC 9421, B.2.
    private static final Message REQUEST =
            Message.post("/foo", "param=Value&Pet=dog")
                    .with("host", "example.com")
                    .with("date", "Tue, 20 Apr 2021 02:07:55 GMT")
                    .with("content-type", "application/json")
                    .with("content-length", "18");

    private static InnerList read(String input) {
        return new FieldReader("Signature-Input", input).innerLists().values().iterator().next();
    }

    @Test
    void the_example_of_rfc_9421_for_hmac_sha256_is_signed_as_printed() {
        // Given
        InnerList input =
                read(
                        "sig-b25=(\"date\" \"@authority\" \"content-type\")"
                                + ";created=1618884473;keyid=\"test-shared-secret\"");
        // When
        String base = SignedText.of(REQUEST, input);
        // Then
        assertThat(base)
                .isEqualTo(
                        """
                        "date": Tue, 20 Apr 2021 02:07:55 GMT
                        "@authority": example.com
                        "content-type": application/json
                        "@signature-params": ("date" "@authority" "content-type")\
                        ;created=1618884473;keyid="test-shared-secret\"\
                        """);
        assertThat(Base64.getEncoder().encodeToString(SignedText.hmac(SHARED_SECRET, base)))
                .isEqualTo("pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=");
    }

    @Test
    void parts_that_are_derived_are_written_as_the_rfc_does() {
        // Given
        InnerList input = read("sig-b25=(\"@method\" \"@path\" \"@query\");created=1");
        // When
        String base = SignedText.of(REQUEST, input);
        String bare = SignedText.of(Message.post("/", ""), input);
        // Then
        assertThat(base)
                .startsWith(
                        "\"@method\": POST\n\"@path\": /foo\n"
                                + "\"@query\": ?param=Value&Pet=dog\n\"@signature-params\": ");
        assertThat(bare).contains("\"@query\": ?\n");
    }

    @Test
    void lines_of_a_header_are_joined_and_trimmed() {
        // Given
        Message message = REQUEST.with("x-many", "  one ").with("x-many", "two\t");
        // When
        String base = SignedText.of(message, read("sig-b25=(\"x-many\");created=1"));
        // Then
        assertThat(base).startsWith("\"x-many\": one, two\n");
    }

    @Test
    void the_digests_of_rfc_9421_are_of_its_body_and_of_no_other() {
        // Given
        String sha512 =
                "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyeal"
                        + "dVLvRwEmTHWXvJwew==:";
        String sha256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
        for (String line :
                List.of(sha256, sha512, sha256 + ", " + sha512, "md5=:AA==:," + sha256)) {
            var right = new BodyDigest(List.of(line));
            var wrong = new BodyDigest(List.of(line));
            // When
            right.update("{\"hello\":".getBytes(StandardCharsets.UTF_8));
            right.update(" \"world\"}".getBytes(StandardCharsets.UTF_8));
            wrong.update("{\"hello\": \"worlds\"}".getBytes(StandardCharsets.UTF_8));
            // Then
            assertThat(right.matches()).as(line).isTrue();
            assertThat(wrong.matches()).as(line).isFalse();
        }
    }
}
