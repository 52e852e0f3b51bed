package io.elbo4j.spark.run;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.Parts;
import java.io.Serializable;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * States on their way to the executors. Index arrays, which seldom change, travel apart from the rest: they are sent again only
 * when they differ from those of the round before, and an executor that joins later fetches them like any broadcast.
 */
public final class StateBroadcast<S> implements AutoCloseable {

    /** What a task holds. */
    record Sent<S>(Codec<S> codec, Broadcast<byte[]> indices, Broadcast<byte[]> values) implements Serializable {

        /** The state, on an executor. */
        S value() {
            Parts parts = new Parts();
            int version = Wire.read(indices.value(), parts);
            Wire.read(values.value(), parts);
            return codec.decode(parts, version);
        }
    }

    private final JavaSparkContext spark;
    private final Codec<S> codec;
    private Parts kept = new Parts();
    private @Nullable Broadcast<byte[]> indices;
    private @Nullable Broadcast<byte[]> values;
    private long bytes;

    StateBroadcast(JavaSparkContext spark, Codec<S> codec) {
        this.spark = spark;
        this.codec = codec;
    }

    /** Bytes of everything sent so far. */
    long bytes() {
        return bytes;
    }

    /** Sends a state; the values of the state before are given up. */
    Sent<S> send(S state) {
        Parts encoded = codec.encode(state);
        Parts arrays = indices(encoded);
        Broadcast<byte[]> reused = indices;
        if (reused == null || !arrays.equals(kept)) {
            destroy(reused);
            reused = broadcast(arrays);
            indices = reused;
            kept = arrays;
        }
        destroy(values);
        Broadcast<byte[]> fresh = broadcast(rest(encoded));
        values = fresh;
        return new Sent<>(codec, reused, fresh);
    }

    /** What is sent only when it changes. */
    public static Parts indices(Parts encoded) {
        return those(encoded, true);
    }

    /** What is sent in every round. */
    public static Parts rest(Parts encoded) {
        return those(encoded, false);
    }

    private static Parts those(Parts encoded, boolean indices) {
        Parts parts = new Parts();
        for (Map.Entry<String, Object> part : encoded.values().entrySet()) {
            if (part.getValue() instanceof int[] == indices) {
                parts.put(part.getKey(), part.getValue());
            }
        }
        return parts;
    }

    private Broadcast<byte[]> broadcast(Parts parts) {
        byte[] message = Wire.bytes(codec.version(), parts);
        bytes += message.length;
        return spark.broadcast(message);
    }

    @Override
    public void close() {
        destroy(indices);
        destroy(values);
        indices = null;
        values = null;
    }

    private static void destroy(@Nullable Broadcast<byte[]> broadcast) {
        if (broadcast != null) {
            broadcast.destroy();
        }
    }
}
