package dev.fairlead.dataplane.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class SignatureCheckTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final String COVERED = "(\"@method\" \"@path\" \"@query\")";
    private static final String PARAMETERS =
            ";created=1800000000;nonce=\"0123456789abcdef\";keyid=\"ours\"";
    private static final SigningSecret OURS =
            new SigningSecret("ours", "flh_secret", "sealed", Optional.empty());
    private static final SigningSecret OLD =
            new SigningSecret("old", "flh_old", "sealed", Optional.of(NOW.plusSeconds(60)));
    private static final Message REQUEST = Message.post("/fn/shop/paid", "a=1");

    private static Message signed(Message message, String input) {
        return signed(message, input, OURS);
    }

    private static Message signed(Message message, String input, SigningSecret by) {
        var read = new FieldReader("", "s=" + input).innerLists().values().iterator().next();
        byte[] made =
                SignedText.hmac(
                        by.secret().getBytes(StandardCharsets.US_ASCII),
                        SignedText.of(message, read));
        return message.with("signature-input", "s=" + input)
                .with("signature", "s=:" + Base64.getEncoder().encodeToString(made) + ":");
    }

    private static Signature check(Message message, Instant now) {
        return SignatureCheck.check(message, List.of(OURS, OLD), List.of(), now);
    }

    private static void refused(Message message, ErrorCode code) {
        assertThatThrownBy(() -> check(message, NOW))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.code()).as(e.detail()).isEqualTo(code));
    }

    @Test
    void what_was_signed_is_let_in() {
        // When
        Signature signature = check(signed(REQUEST, COVERED + PARAMETERS), NOW);
        // Then
        assertThat(signature.keyId()).isEqualTo("ours");
        assertThat(signature.nonce()).isEqualTo("0123456789abcdef");
        assertThat(signature.created()).isEqualTo(NOW);
        assertThat(signature.coversBody()).isFalse();
    }

    @Test
    void the_secret_before_holds_as_long_as_it_was_said() {
        // Given
        Message message = signed(REQUEST, COVERED + PARAMETERS.replace("ours", "old"), OLD);
        // When / Then
        assertThat(check(message, NOW.plusSeconds(59)).keyId()).isEqualTo("old");
        assertThatThrownBy(() -> check(message, NOW.plusSeconds(60)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGNATURE_WRONG));
    }

    @Test
    void what_is_another_than_was_signed_is_refused() {
        // Given
        Message good = signed(REQUEST.with("x-event", "paid"), COVERED + PARAMETERS);
        var headers = good.headers();
        // When / Then
        refused(new Message("PUT", "/fn/shop/paid", "a=1", "", headers), ErrorCode.SIGNATURE_WRONG);
        refused(new Message("POST", "/fn/shop/pai", "a=1", "", headers), ErrorCode.SIGNATURE_WRONG);
        refused(
                new Message("POST", "/fn/shop/%70aid", "a=1", "", headers),
                ErrorCode.SIGNATURE_WRONG);
        refused(
                new Message("POST", "/fn/shop/paid", "a=2", "", headers),
                ErrorCode.SIGNATURE_WRONG);
        refused(new Message("POST", "/fn/shop/paid", "", "", headers), ErrorCode.SIGNATURE_WRONG);
    }

    @Test
    void another_secret_or_an_unknown_one_is_refused_alike() {
        // Given
        var others = new SigningSecret("ours", "flh_other", "", Optional.empty());
        // When / Then
        refused(signed(REQUEST, COVERED + PARAMETERS, others), ErrorCode.SIGNATURE_WRONG);
        refused(
                signed(REQUEST, COVERED + PARAMETERS.replace("ours", "unknown")),
                ErrorCode.SIGNATURE_WRONG);
    }

    @ParameterizedTest
    @CsvSource({
        "1799999699,signature-expired",
        "1800000031,signature-expired",
        "0,signature-expired",
        "999999999999999,signature-expired",
        "1799999700,",
        "1800000030,"
    })
    void a_signature_is_of_now(long created, String code) {
        // Given
        Message message =
                signed(REQUEST, COVERED + PARAMETERS.replace("1800000000", Long.toString(created)));
        // When / Then
        if (code == null) {
            assertThat(check(message, NOW).created().getEpochSecond()).isEqualTo(created);
        } else {
            refused(message, ErrorCode.SIGNATURE_EXPIRED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(\"@method\""
                    + " \"@path\");created=1800000000;nonce=\"0123456789abcdef\";keyid=\"ours\"",
                "();created=1800000000;nonce=\"0123456789abcdef\";keyid=\"ours\"",
                "(\"@method\" \"@path\" \"@query\");nonce=\"0123456789abcdef\";keyid=\"ours\"",
                "(\"@method\" \"@path\" \"@query\");created=1800000000;keyid=\"ours\"",
                "(\"@method\" \"@path\""
                        + " \"@query\");created=1800000000;nonce=\"short\";keyid=\"ours\"",
                "(\"@method\" \"@path\" \"@query\");created=1800000000;nonce=\"0123456789abcdef\""
            })
    void what_leaves_something_out_is_refused(String input) {
        refused(signed(REQUEST, input), ErrorCode.SIGNATURE_INCOMPLETE);
    }

    @Test
    void headers_that_the_function_names_have_to_be_covered() {
        // Given
        Message sent = REQUEST.with("x-event", "paid");
        Message bare = signed(sent, COVERED + PARAMETERS);
        Message whole = signed(sent, "(\"@method\" \"@path\" \"@query\" \"x-event\")" + PARAMETERS);
        List<String> wanted = List.of("x-event");
        // When / Then
        assertThatThrownBy(() -> SignatureCheck.check(bare, List.of(OURS), wanted, NOW))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGNATURE_INCOMPLETE));
        assertThat(SignatureCheck.check(whole, List.of(OURS), wanted, NOW).keyId())
                .isEqualTo("ours");
        refused(whole.without("x-event"), ErrorCode.SIGNATURE_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "s=",
                "s=(",
                "s=(\"@method\" \"@path\" \"@query\"",
                "s=(\"@method\"\"@path\" \"@query\");created=1",
                "s=(\"@method\" \"@method\" \"@path\" \"@query\");created=1",
                "s=(\"@method\";req \"@path\" \"@query\");created=1",
                "s=(\"@method\" \"@path\" \"@query\");created=1;created=2",
                "s=(\"@method\" \"@path\" \"@query\");created=\"1\";"
                        + "nonce=\"0123456789abcdef\";keyid=\"ours\"",
                "s=(\"@method\" \"@path\" \"@query\");created=1.5",
                "s=(\"@method\" \"@path\" \"@query\");created=1800000000;more=1",
                "s=(\"@method\" \"@path\" \"@query\");created=1800000000;nonce=1",
                "s=(\"@target-uri\" \"@method\" \"@path\" \"@query\");created=1800000000;"
                        + "nonce=\"0123456789abcdef\";keyid=\"ours\"",
                "s=(\"@method\" \"@path\" \"@query\");created=1800000000;alg=\"hmac-sha512\"",
                "s=(\"@method\" \"@path\" \"@query\");created=1800000000;alg=\"rsa-pss-sha512\"",
                "s=(\"x\\n\");created=1",
                "s=();created=1,",
                "s=();created=1, s=();created=1",
                "s=();created=1, t=();created=1",
                "t=();created=1",
                "S=();created=1"
            })
    void what_cannot_be_read_or_says_something_twice_is_refused(String input) {
        // Given
        Message message = REQUEST.with("signature-input", input).with("signature", "s=:AAAA:");
        // When / Then
        refused(message, ErrorCode.SIGNATURE_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s=:AAAA", "s=AAAA", "s=:AA*A:", "s=:AAAA:, t=:AAAA:", "t=:AAAA:", "s"})
    void a_signature_that_is_none_is_refused(String line) {
        // Given
        Message message = signed(REQUEST, COVERED + PARAMETERS).without("signature");
        // When / Then
        refused(message, ErrorCode.SIGNATURE_MISSING);
        refused(message.with("signature", line), ErrorCode.SIGNATURE_MALFORMED);
    }

    @Test
    void a_truncated_signature_and_a_second_line_are_refused() {
        // Given
        Message good = signed(REQUEST, COVERED + PARAMETERS);
        String line = good.fields("signature").getFirst();
        String shorter = "s=:" + line.substring(3, 3 + 20) + ":";
        // When / Then
        refused(good.without("signature").with("signature", shorter), ErrorCode.SIGNATURE_WRONG);
        refused(good.with("signature", line), ErrorCode.SIGNATURE_MALFORMED);
        refused(
                good.with("signature-input", good.fields("signature-input").getFirst()),
                ErrorCode.SIGNATURE_MALFORMED);
    }

    @Test
    void whatever_bytes_are_changed_nothing_is_let_in_and_nothing_breaks() {
        // Given
        Message good = signed(REQUEST, COVERED + PARAMETERS);
        long seed = System.nanoTime();
        System.out.println("signature seed " + seed);
        var random = new Random(seed);
        String input = good.fields("signature-input").getFirst();
        String signature = good.fields("signature").getFirst();
        for (int i = 0; i < 20_000; i++) {
            String changed = mutated(random, random.nextBoolean() ? input : signature);
            boolean ofInput = changed.length() > 80;
            Message message =
                    REQUEST.with("signature-input", ofInput ? changed : input)
                            .with("signature", ofInput ? signature : changed);
            // When
            Optional<Signature> let = tried(message);
            // Then
            let.ifPresent(one -> assertThat(one).isEqualTo(check(good, NOW)));
        }
    }

    private static Optional<Signature> tried(Message message) {
        try {
            return Optional.of(check(message, NOW));
        } catch (Rejected e) {
            assertThat(e.code().status()).isEqualTo(401);
            return Optional.empty();
        }
    }

    private static String mutated(Random random, String text) {
        var changed = new StringBuilder(text);
        for (int i = 0; i <= random.nextInt(3); i++) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.setCharAt(at, (char) random.nextInt(32, 256));
                case 1 -> changed.deleteCharAt(at);
                default -> changed.insert(at, changed.charAt(random.nextInt(changed.length())));
            }
        }
        return changed.toString();
    }
}
