package io.elbo4j.spark.run;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.PartsStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Values as bytes between driver and executors: the codec's version, then its parts. */
final class Wire {

    private Wire() {}

    static <T> byte[] bytes(Codec<T> codec, T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(codec.version());
            PartsStream.write(out, codec.encode(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static <T> T value(Codec<T> codec, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readInt();
            return codec.decode(PartsStream.read(in), version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
