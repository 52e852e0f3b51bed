package io.elbo4j.spark.run;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Registers what Spark moves for us: cached shards, and bytes that our own codecs made. Each serializer starts with a
 * version byte. Runs with {@code spark.kryo.registrationRequired=true}.
 */
public final class ElboKryoRegistrator implements KryoRegistrator {

    private static final byte VERSION = 1;

    @Override
    public void registerClasses(Kryo kryo) {
        kryo.register(Batch.class, new BatchSerializer());
        kryo.register(Shard.class, new ShardSerializer());
        kryo.register(Shard[].class);
        kryo.register(byte[].class);
        kryo.register(byte[][].class);
        kryo.register(Object[].class);
        kryo.register(int[].class);
        kryo.register(Integer[].class);
        kryo.register(float[].class);
        kryo.register(java.util.ArrayList.class);
    }

    private static void requireVersion(Input in, String type) {
        byte found = in.readByte();
        if (found != VERSION) {
            throw new KryoException("kryo: unknown version: type=" + type + " version=" + found + " known=" + VERSION
                    + "; do all executors run the same Elbo4j?");
        }
    }

    private static final class BatchSerializer extends Serializer<Batch> {

        BatchSerializer() {
            super(false, true);
        }

        @Override
        public void write(Kryo kryo, Output out, Batch batch) {
            out.writeByte(VERSION);
            out.writeInt(batch.width());
            out.writeInt(batch.rows());
            out.writeFloats(batch.features());
            out.writeFloats(batch.targets());
        }

        @Override
        public Batch read(Kryo kryo, Input in, Class<Batch> type) {
            requireVersion(in, "Batch");
            int width = in.readInt();
            int rows = in.readInt();
            float[] features = in.readFloats(Math.multiplyExact(rows, width));
            return new Batch(features, in.readFloats(rows), width);
        }
    }

    private static final class ShardSerializer extends Serializer<Shard> {

        ShardSerializer() {
            super(false, true);
        }

        @Override
        public void write(Kryo kryo, Output out, Shard shard) {
            out.writeByte(VERSION);
            out.writeInt(shard.index());
            out.writeInt(shard.shards());
            out.writeLong(shard.totalRows());
            kryo.writeObject(out, shard.examples());
        }

        @Override
        public Shard read(Kryo kryo, Input in, Class<Shard> type) {
            requireVersion(in, "Shard");
            int index = in.readInt();
            int shards = in.readInt();
            long totalRows = in.readLong();
            return new Shard(index, shards, totalRows, kryo.readObject(in, Batch.class));
        }
    }
}
