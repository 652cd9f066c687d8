package dev.fairlead.dataplane.clients;

/// Who sent a request: the address, empty where the connection has none, and whether they came by
/// https.
public record Client(String address, boolean secure) {
    /// What limits count: an IPv4 address, or the /64 of one of IPv6.
    public String network() {
        return address.indexOf(':') < 0
                ? address
                : IpAddress.parse(address).map(a -> a.network().text()).orElse(address);
    }

    public boolean isLoopback() {
        return IpAddress.parse(address).map(IpAddress::isLoopback).orElse(false);
    }
}
