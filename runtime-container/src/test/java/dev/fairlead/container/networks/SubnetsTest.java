package dev.fairlead.container.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class SubnetsTest {
    private static final MachineRoutes NONE = new MachineRoutes(List.of());

    @Test
    void a_range_is_divided_into_parts_that_do_not_meet() {
        // When
        List<String> all = Subnets.of("10.213.0.0/24").startingAt("any", NONE).toList();
        // Then
        assertThat(all)
                .containsExactlyInAnyOrder(
                        "10.213.0.0/26", "10.213.0.64/26", "10.213.0.128/26", "10.213.0.192/26");
    }

    @Test
    void what_a_route_leads_to_is_left_out() {
        // Given
        var routes =
                MachineRoutes.parse(
                        List.of(
                                "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Win"
                                        + " IRTT",
                                "eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0",
                                "br-1\t4000D50A\t00000000\t0001\t0\t0\t0\tC0FFFFFF\t0\t0\t0",
                                "vpn0\t8500D50A\t00000000\t0001\t0\t0\t0\tFFFFFFFF\t0\t0\t0"));
        // When
        List<String> free = Subnets.of("10.213.0.0/24").startingAt("any", routes).toList();
        // Then
        assertThat(free).containsExactlyInAnyOrder("10.213.0.0/26", "10.213.0.192/26");
        var wide = new MachineRoutes(List.of(new MachineRoutes.Range(10 << 24, 0xff << 24)));
        assertThat(Subnets.of("10.213.0.0/24").startingAt("any", wide)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.213.0.0",
                "10.213.0.0/27",
                "10.213.0.0/7",
                "10.213.1.0/16",
                "10.300.0.0/16",
                "x/8"
            })
    void what_is_no_range_is_refused(String text) {
        assertThatThrownBy(() -> Subnets.of(text)).isInstanceOf(InvalidValue.class);
    }
}
