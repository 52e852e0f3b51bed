package io.elbo4j.spark.run;

import com.esotericsoftware.kryo.Kryo;
import io.elbo4j.spark.io.WireTypes;
import java.util.ArrayList;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Registers what Spark moves for us: rows and shards, and bytes that our own codecs made. Runs with
 * {@code spark.kryo.registrationRequired=true}, so that nothing else can slip onto the wire.
 */
public final class ElboKryoRegistrator implements KryoRegistrator {

    @Override
    public void registerClasses(Kryo kryo) {
        WireTypes.records().forEach(type -> register(kryo, type));
        for (Class<?> type : new Class<?>[] {
            byte[].class,
            byte[][].class,
            int[].class,
            long[].class,
            float[].class,
            double[].class,
            Object[].class,
            Integer[].class,
            ArrayList.class
        }) {
            kryo.register(type);
        }
    }

    private static <R extends Record> void register(Kryo kryo, Class<R> type) {
        kryo.register(type, new RecordSerializer<>(type));
        kryo.register(type.arrayType());
    }
}
