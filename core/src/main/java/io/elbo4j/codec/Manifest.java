package io.elbo4j.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code manifest.json} says of a model, without its numbers.
 *
 * @param kind of the codec that wrote it ({@link Codec#kind})
 * @param version of that codec
 * @param parts names and types ({@code long}, {@code double}, {@code string}, {@code uint8}, {@code int32},
 *     {@code float32}, {@code float64}), in order
 * @param provenance where the model came from, as its writer told it
 * @param sha256 of the manifest, in hexadecimal digits; since that has the checksums of all arrays, it names the whole
 */
public record Manifest(
        String kind, int version, Map<String, String> parts, Map<String, Object> provenance, String sha256) {

    /** The file's name. */
    public static final String FILE = "manifest.json";

    public Manifest {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }
}
