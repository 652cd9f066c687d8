package dev.fairlead.dataplane.cache;

import dev.fairlead.model.ids.ServiceId;

/// Which answers of a service are to be forgotten.
public sealed interface Purge {
    ServiceId service();

    boolean holds(StoredAnswer answer);

    /// All.
    record Everything(ServiceId service) implements Purge {
        @Override
        public boolean holds(StoredAnswer answer) {
            return true;
        }
    }

    /// Those of one address, as a client asks for it; with any query where `target` has none. Of
    /// any host where that is empty.
    record OfTarget(ServiceId service, String host, String target) implements Purge {
        @Override
        public boolean holds(StoredAnswer answer) {
            return at(answer, host)
                    && (answer.target().equals(target) || answer.key().path().equals(target));
        }
    }

    /// Those whose path begins so.
    record OfPrefix(ServiceId service, String host, String prefix) implements Purge {
        @Override
        public boolean holds(StoredAnswer answer) {
            return at(answer, host) && answer.key().path().startsWith(prefix);
        }
    }

    /// Those that carry a tag.
    record OfTag(ServiceId service, String tag) implements Purge {
        @Override
        public boolean holds(StoredAnswer answer) {
            return answer.tags().contains(tag);
        }
    }

    private static boolean at(StoredAnswer answer, String host) {
        String named = answer.key().host();
        return host.isEmpty() || named.equals(host) || named.startsWith(host + ':');
    }
}
