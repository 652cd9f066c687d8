package dev.fairlead.identity.codes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

class OneTimeCodesTest {
    /// "12345678901234567890" in base 32: the secret of RFC 6238, appendix B.
    private static final String RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private final OneTimeCodes codes = new OneTimeCodes();

    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codes_are_those_of_the_standard(long seconds, String code) {
        assertThat(codes.code(RFC_SECRET, Instant.ofEpochSecond(seconds))).isEqualTo(code);
    }

    @Test
    void a_code_is_taken_a_step_early_or_late_and_once() {
        // Given
        Instant now = Instant.ofEpochSecond(1_234_567_890);
        String code = codes.code(RFC_SECRET, now);
        long step = now.getEpochSecond() / 30;
        // When / Then
        assertThat(codes.step(RFC_SECRET, code, now, 0)).hasValue(step);
        assertThat(codes.step(RFC_SECRET, code, now.plusSeconds(30), 0)).hasValue(step);
        assertThat(codes.step(RFC_SECRET, code, now.minusSeconds(30), 0)).hasValue(step);
        assertThat(codes.step(RFC_SECRET, code, now.plusSeconds(60), 0)).isEmpty();
        assertThat(codes.step(RFC_SECRET, code, now, step)).isEmpty();
        assertThat(codes.step(RFC_SECRET, "", now, 0)).isEmpty();
        assertThat(codes.step(RFC_SECRET, "000000x", now, 0)).isEmpty();
    }

    @Test
    void a_secret_is_long_and_never_the_same() {
        assertThat(codes.secret()).matches("[A-Z2-7]{32}").isNotEqualTo(codes.secret());
    }

    @Test
    void an_app_reads_it_from_a_uri() {
        assertThat(OneTimeCodes.uri("Fairlead", "ada+x@example.org", RFC_SECRET))
                .isEqualTo(
                        "otpauth://totp/Fairlead:ada%2Bx%40example.org?secret="
                                + RFC_SECRET
                                + "&issuer=Fairlead&algorithm=SHA1&digits=6&period=30");
    }
}
