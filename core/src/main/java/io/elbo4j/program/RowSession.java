package io.elbo4j.program;

import io.elbo4j.math.Key;
import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.StandardNormal;
import io.elbo4j.samediff.HostArrays;
import io.elbo4j.samediff.PerThread;
import io.elbo4j.samediff.RepeatedPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph that scores rows, with its memory, for one thread. */
final class RowSession implements PerThread.Engine {

    /** Names of the variables of a normal latent. */
    private record Latent(int numbers, String mean, String logSd, String priorMean, String priorLogSd) {

        List<String> all() {
            return List.of(mean, logSd, priorMean, priorLogSd);
        }
    }

    private final int particles;
    private final ProgramGraph graph;
    private final GraphInputs inputs;
    private final RepeatedPass pass;
    private final Map<Term.Kind, List<String>> terms = new HashMap<>();
    private final Map<String, Latent> latents = new LinkedHashMap<>();
    private final boolean allNormal;

    RowSession(RowScoring scoring, GraphTrace.Rows rows) {
        particles = scoring.particles();
        ModelAndGuide both = ModelAndGuide.of(scoring.model(), scoring.guide(), particles, rows);
        graph = both.graph();
        LaneShape shape = both.outermost().inside(rows.plate());
        for (Term term : both.terms()) {
            if (!term.shape().equals(shape) || shape.lanes() != particles * rows.rows()) {
                throw new IllegalArgumentException("program: not of a row: address=" + term.address() + " plates="
                        + term.shape().plates() + " lanes=" + term.shape().lanes()
                        + "; rows are scored one by one where all is inside rows(), without enumeration and"
                        + " measure-valued draws");
            }
            terms.computeIfAbsent(term.kind(), kind -> new ArrayList<>())
                    .add(term.logDensity().name());
        }
        for (Draw draw : both.guide().draws()) {
            Distribution prior = both.model().priors().get(draw.address());
            boolean normal = prior instanceof Normal || prior instanceof StandardNormal;
            if (draw.distribution() instanceof Normal guide && prior != null && normal) {
                latents.put(draw.address(), latent(new GraphLanes(graph, shape), draw.value(), guide, prior));
            }
        }
        allNormal = latents.size() == both.guide().draws().size();
        graph.close();
        inputs = new GraphInputs(graph, scoring.layout());
        List<String> wanted = new ArrayList<>();
        terms.values().forEach(wanted::addAll);
        latents.values().forEach(latent -> wanted.addAll(latent.all()));
        pass = new RepeatedPass(graph.sameDiff(), wanted);
    }

    private static Latent latent(GraphLanes lanes, SDVariable value, Normal guide, Distribution prior) {
        int[] event = lanes.event(value);
        SDVariable zero = lanes.constant(new double[GraphLanes.size(event)]);
        Normal model = prior instanceof Normal normal ? normal : new Normal(zero, zero);
        return new Latent(
                GraphLanes.size(event),
                computed(lanes, guide.mean(), event),
                computed(lanes, guide.logSd(), event),
                computed(lanes, model.mean(), event),
                computed(lanes, model.logSd(), event));
    }

    /** As the result of an operation, which parameters and constants are not. */
    private static String computed(GraphLanes lanes, SDVariable value, int[] event) {
        return lanes.broadcast(value, event).add(0).name();
    }

    RowScores scores(float[] theta, Minibatch minibatch, Key key) {
        inputs.requireFit(theta);
        Map<String, INDArray> outputs = pass.run(inputs.of(theta, minibatch, key));
        int lanes = particles * minibatch.rows();
        Map<String, RowScores.Normals> normals = new LinkedHashMap<>();
        latents.forEach((address, latent) -> normals.put(
                address,
                new RowScores.Normals(
                        latent.numbers(),
                        HostArrays.numbers(outputs, latent.mean()),
                        exponentials(HostArrays.numbers(outputs, latent.logSd())),
                        HostArrays.numbers(outputs, latent.priorMean()),
                        exponentials(HostArrays.numbers(outputs, latent.priorLogSd())))));
        return new RowScores(
                particles,
                sum(Term.Kind.LIKELIHOOD, outputs, lanes),
                sum(Term.Kind.PRIOR, outputs, lanes),
                sum(Term.Kind.GUIDE, outputs, lanes),
                allNormal,
                normals);
    }

    private double[] sum(Term.Kind kind, Map<String, INDArray> outputs, int lanes) {
        double[] sum = new double[lanes];
        for (String name : terms.getOrDefault(kind, List.of())) {
            float[] each = HostArrays.numbers(outputs, name);
            Arrays.setAll(sum, i -> sum[i] + each[i]);
        }
        return sum;
    }

    private static float[] exponentials(float[] logarithms) {
        float[] values = new float[logarithms.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.exp(logarithms[i]);
        }
        return values;
    }

    @Override
    public void close() {
        inputs.close();
        pass.close();
    }
}
