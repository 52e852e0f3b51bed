package io.elbo4j.eval;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;

/** How predictions travel from the shards to where they are put together. */
public record PredictionCodec() implements Codec<PredictiveDistribution> {

    @Override
    public String kind() {
        return "prediction";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(PredictiveDistribution value) {
        Parts parts = new Parts().put("samples", (long) value.samples()).put("targets", value.targets());
        if (value instanceof ClassPrediction classes) {
            return parts.put("type", "classes")
                    .put("classes", (long) classes.classes())
                    .put("logProbabilities", classes.logProbabilities())
                    .put("expectedEntropy", classes.expectedEntropy());
        }
        ValuePrediction values = (ValuePrediction) value;
        return parts.put("type", "values")
                .put("mean", values.mean())
                .put("aleatoricSd", values.aleatoricSd())
                .put("epistemicSd", values.epistemicSd())
                .put("logDensity", values.logDensity())
                .put("atMost", values.atMost())
                .put("atLeast", values.atLeast());
    }

    @Override
    public PredictiveDistribution decode(Parts parts, int version) {
        int samples = (int) parts.whole("samples");
        return switch (parts.text("type")) {
            case "classes" ->
                new ClassPrediction(
                        (int) parts.whole("classes"),
                        samples,
                        parts.doubles("logProbabilities"),
                        parts.doubles("expectedEntropy"),
                        parts.floats("targets"));
            case "values" ->
                new ValuePrediction(
                        samples,
                        parts.doubles("mean"),
                        parts.doubles("aleatoricSd"),
                        parts.doubles("epistemicSd"),
                        parts.floats("targets"),
                        parts.doubles("logDensity"),
                        parts.doubles("atMost"),
                        parts.doubles("atLeast"));
            default ->
                throw new CorruptModelException("prediction: type unknown: part=type value=" + parts.text("type")
                        + "; sender and receiver must run the same Elbo4j");
        };
    }
}
