package dev.fairlead.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                ":80",
                "host:0",
                "host:65536",
                "host:80:90x",
                "ho st:80",
                "host:80/path",
                "user@host:80",
                "host:99999999999"
            })
    void what_is_no_server_is_refused(String text) {
        assertThat(Target.parse(text)).isEmpty();
    }
}
