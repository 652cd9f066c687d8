package dev.fairlead.certificates.dns;

/// Sets TXT records of a zone, and takes them away. Several may stand at one name; each call is
/// about one of them, and may come twice.
public interface DnsProvider {
    /// Returns when the provider took it; when the world sees it is another matter.
    void present(String name, String text) throws DnsFailed;

    /// Of one that is not there, too.
    void remove(String name, String text) throws DnsFailed;
}
