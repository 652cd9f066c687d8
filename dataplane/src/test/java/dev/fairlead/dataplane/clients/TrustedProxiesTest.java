package dev.fairlead.dataplane.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class TrustedProxiesTest {
    private static final long SEED = Long.getLong("seed", 20_261_121);
    private static final TrustedProxies OURS = TrustedProxies.parse("10.0.0.0/8, fd00::/8");

    private static Client client(String peer, Map<String, List<String>> headers) {
        return OURS.client(peer, false, name -> headers.getOrDefault(name, List.of()));
    }

    private static Client listed(String peer, String... lines) {
        return client(peer, Map.of("x-forwarded-for", List.of(lines)));
    }

    @Test
    void what_a_stranger_says_of_itself_is_ignored() {
        // Given
        var headers =
                Map.of(
                        "x-forwarded-for", List.of("1.2.3.4"),
                        "forwarded", List.of("for=1.2.3.4;proto=https"),
                        "x-forwarded-proto", List.of("https"));
        // When / Then
        assertThat(client("203.0.113.9", headers)).isEqualTo(new Client("203.0.113.9", false));
    }

    @Test
    void nobody_is_trusted_unless_named() {
        assertThat(TrustedProxies.NONE.client("127.0.0.1", true, _ -> List.of("1.2.3.4")))
                .isEqualTo(new Client("127.0.0.1", true));
    }

    @Test
    void the_client_is_the_right_most_address_that_is_no_proxy_of_ours() {
        assertThat(listed("10.0.0.1", "203.0.113.9").address()).isEqualTo("203.0.113.9");
        assertThat(listed("10.0.0.1", "6.6.6.6, 203.0.113.9, 10.2.2.2").address())
                .isEqualTo("203.0.113.9");
        assertThat(listed("10.0.0.1", "6.6.6.6", "203.0.113.9,10.2.2.2").address())
                .isEqualTo("203.0.113.9");
        assertThat(listed("fd00::1", "2001:DB8:0::7").address()).isEqualTo("2001:db8::7");
    }

    @Test
    void behind_proxies_alone_the_outermost_is_the_client() {
        assertThat(listed("10.0.0.1", "10.0.0.3, 10.0.0.2").address()).isEqualTo("10.0.0.3");
        assertThat(listed("10.0.0.1").address()).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9:4711 | 203.0.113.9",
                "[2001:db8::7]:4711 | 2001:db8::7",
                "[2001:db8::7] | 2001:db8::7",
                "6.6.6.6, unknown | 10.0.0.1",
                "6.6.6.6, _hidden, 10.0.0.2 | 10.0.0.2",
                "6.6.6.6, [2001:db8::7 | 10.0.0.1",
                ", , 203.0.113.9 , | 203.0.113.9",
            })
    void ports_and_brackets_are_taken_off_and_nonsense_ends_the_way(String header, String address) {
        assertThat(listed("10.0.0.1", header).address()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=203.0.113.9;proto=https;by=10.0.0.1 | 203.0.113.9 | true",
                "For=\"[2001:db8::7]:47011\" | 2001:db8::7 | false",
                "for=6.6.6.6;proto=https, for=203.0.113.9;proto=http | 203.0.113.9 | false",
                "for=203.0.113.9;proto=https, for=10.0.0.2;proto=http | 203.0.113.9 | true",
                "for=\"6.6.6.6, for=203.0.113.9 | 203.0.113.9 | false",
                "for=\"6.6.6.6;x=\",for=7.7.7.7\" | 10.0.0.1 | false",
                "for=unknown, for=203.0.113.9 | 203.0.113.9 | false",
                "proto=https | 10.0.0.1 | false",
            })
    void the_standard_header_is_read_too(String header, String address, boolean secure) {
        assertThat(client("10.0.0.1", Map.of("forwarded", List.of(header))))
                .isEqualTo(new Client(address, secure));
    }

    @Test
    void where_both_headers_differ_neither_is_believed() {
        // Given
        var forged =
                Map.of(
                        "x-forwarded-for", List.of("203.0.113.9"),
                        "forwarded", List.of("for=1.2.3.4"));
        var alike =
                Map.of(
                        "x-forwarded-for", List.of("203.0.113.9"),
                        "forwarded", List.of("for=203.0.113.9"));
        // When / Then
        assertThat(client("10.0.0.1", forged).address()).isEqualTo("10.0.0.1");
        assertThat(client("10.0.0.1", alike).address()).isEqualTo("203.0.113.9");
    }

    @Test
    void the_scheme_is_the_one_by_which_the_client_came() {
        // Given
        List<String> one = List.of("203.0.113.9");
        List<String> two = List.of("203.0.113.9, 10.0.0.2");
        // When / Then
        assertThat(schemes(one, "https").secure()).isTrue();
        assertThat(schemes(one, "http").secure()).isFalse();
        assertThat(schemes(one, "https, http").secure()).as("the first is forged").isFalse();
        assertThat(schemes(two, "https, http").secure()).isTrue();
        assertThat(schemes(two, "HTTPS").secure()).as("handed on").isTrue();
    }

    private static Client schemes(List<String> addresses, String schemes) {
        return client(
                "10.0.0.1",
                Map.of("x-forwarded-for", addresses, "x-forwarded-proto", List.of(schemes)));
    }

    @Test
    void a_way_of_a_thousand_steps_is_read_to_its_bound() {
        // Given
        String all =
                IntStream.range(0, 1000)
                        .mapToObj(i -> "10.0." + i / 250 + "." + i % 250)
                        .collect(Collectors.joining(","));
        // When / Then
        assertThat(listed("10.0.0.1", all).address()).isEqualTo("10.0.3." + (250 - Forwarded.MOST));
    }

    @Test
    void whatever_stands_left_of_what_a_proxy_wrote_changes_nothing() {
        // Given
        var random = new Random(SEED);
        String letters = "0123456789.:,;=\"[]for proto%unknow\\";
        for (int i = 0; i < 20_000; i++) {
            var forged = new StringBuilder();
            int length = random.nextInt(60);
            for (int c = 0; c < length; c++) {
                forged.append(letters.charAt(random.nextInt(letters.length())));
            }
            // When
            Client byList = listed("10.0.0.1", forged + ", 203.0.113.9, 10.0.0.2");
            Client byStandard =
                    client("10.0.0.1", Map.of("forwarded", List.of(forged + ", for=203.0.113.9")));
            // Then
            assertThat(byList.address()).as("seed %d %s", SEED, forged).isEqualTo("203.0.113.9");
            assertThat(byStandard)
                    .as("seed %d %s", SEED, forged)
                    .isEqualTo(new Client("203.0.113.9", false));
        }
    }
}
