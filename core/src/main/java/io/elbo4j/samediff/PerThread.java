package io.elbo4j.samediff;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Engines of the calling thread by what they were built for. Neither SameDiff nor DL4J is thread safe, and neither can
 * travel; so each thread builds its own when it first meets a network, and closes those that it has not used for longest.
 */
public final class PerThread<K, V extends PerThread.Engine> {

    /** Something with memory outside the heap. */
    public interface Engine {

        /** Frees the memory. */
        void close();
    }

    static {
        // Arrays are closed where they are used; a forced collection every few seconds would only cost time.
        Nd4j.getMemoryManager().togglePeriodicGc(false);
    }

    private final ThreadLocal<Recent<K, V>> recent;

    /** Keeps at most this many engines a thread. */
    public PerThread(int kept) {
        recent = ThreadLocal.withInitial(() -> new Recent<>(kept));
    }

    /** The calling thread's engine for this key. */
    public V of(K key, Function<K, V> build) {
        Recent<K, V> mine = recent.get();
        V found = mine.get(key);
        if (found == null) {
            found = build.apply(key);
            mine.put(key, found);
        }
        return found;
    }

    private static final class Recent<K, V extends Engine> extends LinkedHashMap<K, V> {

        private final int kept;

        Recent(int kept) {
            super(16, 0.75f, true);
            this.kept = kept;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            if (size() <= kept) {
                return false;
            }
            eldest.getValue().close();
            return true;
        }
    }
}
