package dev.fairlead.dataplane.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;

class IpAddressTest {
    private static final long SEED = Long.getLong("seed", 20_261_121);

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::, ::",
        "::1, ::1",
        "2001:DB8::1, 2001:db8::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "::ffff:192.0.2.1, 192.0.2.1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "fe80::1%eth0, fe80::1",
        "1::, 1::",
    })
    void an_address_is_read_in_every_spelling_and_written_in_one(String text, String written) {
        assertThat(IpAddress.parse(text).orElseThrow().text()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.x",
                "a.b.c.d",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "localhost",
                "+1.2.3.4",
                "1.2.3.\u0664",
                "::\uff11",
                " 1.2.3.4",
                "-1::",
                "::/0",
            })
    void what_is_no_address_is_refused(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void any_address_is_written_and_read_as_itself_and_as_java_reads_it() throws Exception {
        // Given
        var random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            long high = random.nextLong() & mask(random);
            long low = random.nextLong() & mask(random);
            var address =
                    random.nextInt(4) == 0
                            ? new IpAddress(0, (0xffffL << 32) | (low & 0xffff_ffffL))
                            : new IpAddress(high, low);
            // When
            String text = address.text();
            // Then
            assertThat(IpAddress.parse(text)).as("seed %d", SEED).contains(address);
            byte[] bytes =
                    ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
            assertThat(InetAddress.ofLiteral(text)).isEqualTo(InetAddress.getByAddress(bytes));
        }
    }

    /// Groups of zeros and of small numbers, as they are in real addresses.
    private static long mask(Random random) {
        long mask = 0;
        for (int group = 0; group < 4; group++) {
            long keep = random.nextBoolean() ? 0xffff : random.nextBoolean() ? 0xf : 0;
            mask = (mask << 16) | keep;
        }
        return mask;
    }

    @Test
    void bytes_of_strangers_never_throw() {
        // Given
        var random = new Random(SEED);
        String letters = "0123456789abcdef:.%/[]g ";
        for (int i = 0; i < 100_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(50);
            for (int c = 0; c < length; c++) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            // When / Then
            IpAddress.parse(text.toString())
                    .ifPresent(a -> assertThat(IpAddress.parse(a.text())).contains(a));
        }
    }

    @Test
    void a_network_is_an_address_of_ipv4_and_a_64_of_ipv6() {
        assertThat(new Client("192.0.2.7", false).network()).isEqualTo("192.0.2.7");
        assertThat(new Client("2001:db8:1:2:3:4:5:6", false).network()).isEqualTo("2001:db8:1:2::");
        assertThat(new Client("", false).network()).isEmpty();
    }

    @Test
    void loopback_is_known_in_both_families() {
        assertThat(new Client("127.0.0.9", false).isLoopback()).isTrue();
        assertThat(new Client("0:0:0:0:0:0:0:1", false).isLoopback()).isTrue();
        assertThat(new Client("128.0.0.1", false).isLoopback()).isFalse();
        assertThat(new Client("::2", false).isLoopback()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/8, ::ffff:10.1.1.1, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.5, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:db8::8/126, 2001:db8::b, true",
        "2001:db8::8/126, 2001:db8::c, false",
        "::ffff:10.0.0.0/104, 10.9.9.9, true",
    })
    void a_range_has_what_begins_alike(String range, String address, boolean inside) {
        assertThat(IpRange.parse(range).contains(IpAddress.parse(address).orElseThrow()))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "x/8", "1.2.3.4/0008"})
    void what_is_no_range_is_refused_with_what_to_write(String text) {
        assertThatThrownBy(() -> IpRange.parse(text))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("10.0.0.0/8");
    }
}
