package io.elbo4j.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The graphs of the calling thread. A SameDiff graph is not thread safe and cannot travel, so each thread builds its own
 * when it first meets a network, and forgets those that it has not used for longest.
 */
final class GraphSessions {

    /** Enough for the four modes of two networks. */
    private static final int KEPT = 8;

    private static final ThreadLocal<Recent> RECENT = ThreadLocal.withInitial(Recent::new);

    static {
        // Arrays are closed where they are used; a collection every few seconds would only cost time.
        Nd4j.getMemoryManager().togglePeriodicGc(false);
    }

    private GraphSessions() {}

    /** The calling thread's graph of this network in this mode. */
    static GraphSession of(NetworkSpec spec, NetworkPlan plan, GraphMode mode) {
        return RECENT.get()
                .computeIfAbsent(new Name(spec, mode), name -> new GraphSession(plan, spec.observation(), mode));
    }

    private record Name(NetworkSpec spec, GraphMode mode) {}

    private static final class Recent extends LinkedHashMap<Name, GraphSession> {

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, GraphSession> eldest) {
            if (size() <= KEPT) {
                return false;
            }
            eldest.getValue().close();
            return true;
        }
    }
}
