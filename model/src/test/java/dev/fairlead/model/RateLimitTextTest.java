package dev.fairlead.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.RateLimit;
import dev.fairlead.model.functions.RateLimit.Per;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class RateLimitTextTest {
    @Test
    void what_is_not_said_is_all_of_a_period_and_each_address() {
        assertThat(RateLimit.parse("100/1m"))
                .isEqualTo(new RateLimit(100, Duration.ofMinutes(1), 100, Per.ADDRESS));
        assertThat(RateLimit.parse("5/h, burst=2, per=function"))
                .isEqualTo(new RateLimit(5, Duration.ofHours(1), 2, Per.FUNCTION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100/60s,burst=100,per=address", "1/86400s,burst=31,per=function"})
    void it_is_written_as_it_is_read(String text) {
        assertThat(RateLimit.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "100",
                "100/",
                "0/1m",
                "-1/1m",
                "1/0s",
                "1/2d",
                "1/1w",
                "1.5/1m",
                "1/1m,burst=0",
                "1/1m,per=user",
                "1000001/1s",
                "1/1d,burst=32",
                "99999999999999999999/1s",
                "1/1m,x=1",
            })
    void what_is_no_limit_is_refused(String text) {
        assertThatThrownBy(() -> RateLimit.parse(text)).isInstanceOf(InvalidValue.class);
    }
}
