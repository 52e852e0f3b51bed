package io.elbo4j.spark.run;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.Parts;
import io.elbo4j.codec.PartsStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Values as bytes between driver and executors: the codec's version, then its parts. */
public final class Wire {

    private Wire() {}

    public static <T> byte[] bytes(Codec<T> codec, T value) {
        return bytes(codec.version(), codec.encode(value));
    }

    public static byte[] bytes(int version, Parts parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(version);
            PartsStream.write(out, parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static <T> T value(Codec<T> codec, byte[] bytes) {
        Parts parts = new Parts();
        int version = read(bytes, parts);
        return codec.decode(parts, version);
    }

    /** Adds what a message holds to {@code into}; the codec's version. */
    public static int read(byte[] bytes, Parts into) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readInt();
            PartsStream.read(in).values().forEach(into::put);
            return version;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
