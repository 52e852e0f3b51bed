package io.elbo4j.nn;

import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.density.Network;
import io.elbo4j.density.ObservationModel;
import java.util.List;

/** Chooses the engine of a network. */
public final class Networks {

    private Networks() {}

    /**
     * A network from settings.
     *
     * @param engine {@code auto}, {@code kernel}, {@code samediff}, {@code dl4j} or {@code linear}
     * @param layers texts of layers
     * @param bias whether layers have one
     * @param dl4j text of a DL4J configuration, or empty
     * @param shape {@code [F]} or {@code [channels, height, width]}
     * @throws IllegalArgumentException when the layers do not fit, or the engine cannot do them
     */
    public static Network of(
            String engine,
            List<String> layers,
            boolean bias,
            String dl4j,
            List<Integer> shape,
            ObservationModel observation) {
        if (!dl4j.isEmpty() || engine.equals("dl4j")) {
            requireEngine(engine, "dl4j", !dl4j.isEmpty());
            return new Dl4jNetwork(dl4j, shape, observation);
        }
        boolean linear = layers.isEmpty() && observation instanceof GaussianFixedNoise;
        if (engine.equals("linear") || (engine.equals("auto") && linear)) {
            requireEngine(engine, "linear", linear);
            int inputs = shape.stream().reduce(1, Math::multiplyExact);
            return new LinearNetwork(inputs, bias, (GaussianFixedNoise) observation);
        }
        NetworkSpec spec =
                new NetworkSpec(shape, layers.stream().map(LayerSpec::parse).toList(), bias, observation);
        boolean kernel = engine.equals("kernel") || (engine.equals("auto") && KernelNetwork.covers(spec));
        return kernel ? new KernelNetwork(spec) : new SameDiffNetwork(spec);
    }

    private static void requireEngine(String asked, String needed, boolean possible) {
        if (!possible || !(asked.equals("auto") || asked.equals(needed))) {
            throw new IllegalArgumentException("network: engine cannot do it: engine=" + asked
                    + "; linear needs no layers and gaussian noise, dl4j needs network.dl4j, samediff needs"
                    + " network.layers");
        }
    }
}
