package io.elbo4j.spark.checkpoint;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import io.elbo4j.models.TrainedModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a checkpoint holds beside the model.
 *
 * @param round of the model that it belongs to
 * @param modelSha256 of that model's manifest, which in turn has the checksums of all arrays
 * @param dataHash of the training rows
 * @param history see {@link Reached}, as the other four
 */
record Journey(
        int round,
        String modelSha256,
        String dataHash,
        List<String> history,
        Map<String, Double> last,
        Map<String, Double> heldOut,
        double seconds,
        long bytesBroadcast,
        long bytesReduced) {

    static Journey of(Reached<?> reached, String modelSha256, String dataHash) {
        return new Journey(
                reached.model().round(),
                modelSha256,
                dataHash,
                reached.history(),
                reached.last(),
                reached.heldOut(),
                reached.seconds(),
                reached.bytesBroadcast(),
                reached.bytesReduced());
    }

    <S> Reached<S> with(TrainedModel<S> model) {
        return new Reached<>(model, history, last, heldOut, seconds, bytesBroadcast, bytesReduced);
    }

    /** Stores it. */
    enum AsParts implements Codec<Journey> {
        CODEC;

        @Override
        public String kind() {
            return "checkpoint";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Parts encode(Journey journey) {
            return new Parts()
                    .put("round", (long) journey.round)
                    .put("modelSha256", journey.modelSha256)
                    .put("dataHash", journey.dataHash)
                    .put("history", String.join("\n", journey.history).getBytes(StandardCharsets.UTF_8))
                    .putAll("last", numbers(journey.last))
                    .putAll("heldOut", numbers(journey.heldOut))
                    .put("seconds", journey.seconds)
                    .put("bytesBroadcast", journey.bytesBroadcast)
                    .put("bytesReduced", journey.bytesReduced);
        }

        @Override
        public Journey decode(Parts parts, int version) {
            String history = new String(parts.bytes("history"), StandardCharsets.UTF_8);
            return new Journey(
                    Math.toIntExact(parts.whole("round")),
                    parts.text("modelSha256"),
                    parts.text("dataHash"),
                    history.isEmpty() ? List.of() : List.of(history.split("\n", -1)),
                    numbers(parts.under("last")),
                    numbers(parts.under("heldOut")),
                    parts.real("seconds"),
                    parts.whole("bytesBroadcast"),
                    parts.whole("bytesReduced"));
        }

        private static Parts numbers(Map<String, Double> values) {
            return new Parts()
                    .put("names", values.keySet().stream().collect(Collectors.joining("\n")))
                    .put(
                            "values",
                            values.values().stream().mapToDouble(each -> each).toArray());
        }

        private static Map<String, Double> numbers(Parts parts) {
            double[] values = parts.doubles("values");
            List<String> names = new ArrayList<>();
            if (values.length > 0) {
                names.addAll(List.of(parts.text("names").split("\n", -1)));
            }
            if (names.size() != values.length) {
                throw new CorruptModelException("checkpoint: names and values do not agree: names=" + names.size()
                        + " values=" + values.length + "; the checkpoint is damaged");
            }
            Map<String, Double> found = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                found.put(names.get(i), values[i]);
            }
            return found;
        }
    }
}
