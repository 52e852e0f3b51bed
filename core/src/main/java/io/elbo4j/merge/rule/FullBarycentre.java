package io.elbo4j.merge.rule;

import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Spectrum;
import io.elbo4j.paper.Equation;
import io.elbo4j.site.FullSite;
import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Wasserstein-2 barycentre of normals with full covariances, weighted by rows: mean Σ w m_k, and the covariance S with
 * S = Σ w (S^½ Σ_k S^½)^½ (Agueh and Carlier 2011). No sum of fixed size holds what S needs, so shards send their posteriors.
 *
 * <p>The equation is solved by S ← S^−½ (Σ w (S^½ Σ_k S^½)^½)² S^−½, which has the same fixed point, converges from any
 * positive definite start, and in one step where the covariances commute (Álvarez-Esteban, del Barrio, Cuesta-Albertos and
 * Matrán, "A fixed-point approach to barycenters in Wasserstein space", Journal of Mathematical Analysis and Applications
 * 441, 2016).
 */
public enum FullBarycentre implements PosteriorMerge<LocalPosterior, FullBarycentre.Members, Posterior> {
    /** The only one. */
    INSTANCE;

    private static final double CONVERGED = 1e-14;
    private static final int STEPS = 1000;

    /**
     * The shards' posteriors.
     *
     * @param byShard index to posterior
     */
    public record Members(SortedMap<Integer, LocalPosterior> byShard) implements Serializable {

        public Members {
            byShard = Collections.unmodifiableSortedMap(new TreeMap<>(byShard));
        }

        private Members with(Members other) {
            SortedMap<Integer, LocalPosterior> union = new TreeMap<>(byShard);
            other.byShard.forEach((shard, local) -> {
                LocalPosterior known = union.put(shard, local);
                if (known != null && !known.equals(local)) {
                    throw new IllegalArgumentException("merge: two posteriors of one shard: shard=" + shard + " left="
                            + known.belief() + " right=" + local.belief() + "; give each shard its own index");
                }
                LocalPosterior first = union.getOrDefault(union.firstKey(), local);
                if (first.belief().dimension() != local.belief().dimension()) {
                    throw new IllegalArgumentException("merge: dimension mismatch: left="
                            + first.belief().dimension() + " right="
                            + local.belief().dimension() + "; were both shards built from the same network spec?");
                }
            });
            return new Members(union);
        }
    }

    @Override
    public LocalTarget target(double rows, Shared shared) {
        return LocalTarget.likelihoodByRows(rows, shared);
    }

    @Override
    public Members contribution(LocalPosterior local) {
        if (!(local.belief() instanceof FullSite)) {
            throw new IllegalArgumentException("merge: not a full covariance: shard=" + local.shard() + " belief="
                    + local.belief() + "; use MeanAndSpread.STANDARD_DEVIATION for independent normals");
        }
        return new Members(new TreeMap<>(Collections.singletonMap(local.shard(), local)));
    }

    @Override
    public Members identity() {
        return new Members(new TreeMap<>());
    }

    @Override
    public Members combine(Members left, Members right) {
        return left.with(right);
    }

    @Override
    public Posterior finish(Shared shared, Members combined) {
        if (combined.byShard().isEmpty()) {
            return shared.prior().posterior();
        }
        int size = shared.prior().dimension();
        int count = combined.byShard().size();
        double total = 0;
        for (LocalPosterior local : combined.byShard().values()) {
            total += local.rows();
        }
        double[] weights = new double[count];
        double[][] covariances = new double[count][];
        double[] mean = new double[size];
        double[] start = new double[size * size];
        int k = 0;
        for (LocalPosterior local : combined.byShard().values()) {
            FullGaussian q = ((FullSite) local.belief()).posterior();
            weights[k] = local.rows() / total;
            covariances[k] = q.covariance();
            addTo(mean, weights[k], q.mean());
            addTo(start, weights[k], q.covariance());
            k++;
        }
        return new FullGaussian(mean, covariance(start, weights, covariances, size));
    }

    @Equation(paper = "Agueh and Carlier 2011", number = "fixed point")
    private static double[] covariance(double[] start, double[] weights, double[][] covariances, int size) {
        double[] s = start;
        double change = Double.POSITIVE_INFINITY;
        for (int step = 0; step < STEPS; step++) {
            Spectrum spectrum = Spectrum.of(s, size);
            double[] root = spectrum.mapped(Math::sqrt);
            double[] inverseRoot = spectrum.mapped(value -> 1 / Math.sqrt(value));
            double[] sum = new double[size * size];
            for (int k = 0; k < weights.length; k++) {
                double[] inner = product(product(root, covariances[k], size), root, size);
                addTo(sum, weights[k], Spectrum.of(inner, size).mapped(Math::sqrt));
            }
            double[] next = product(product(inverseRoot, product(sum, sum, size), size), inverseRoot, size);
            double[] symmetric = Spectrum.of(next, size).mapped(value -> value);
            double before = change;
            change = distance(symmetric, s);
            s = symmetric;
            // Steps get shorter until rounding is all that is left of them.
            if (change <= CONVERGED * norm(s) || (step > 3 && change >= before && change < 1e-10 * norm(s))) {
                return s;
            }
        }
        throw new IllegalArgumentException("barycentre: no convergence: steps=" + STEPS + " change=" + change
                + "; the covariances are too ill-conditioned, use another rule");
    }

    private static void addTo(double[] sum, double weight, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * values[i];
        }
    }

    private static double[] product(double[] left, double[] right, int size) {
        double[] product = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < size; k++) {
                for (int j = 0; j < size; j++) {
                    product[i * size + j] += left[i * size + k] * right[k * size + j];
                }
            }
        }
        return product;
    }

    private static double distance(double[] left, double[] right) {
        double squares = 0;
        for (int i = 0; i < left.length; i++) {
            squares += (left[i] - right[i]) * (left[i] - right[i]);
        }
        return Math.sqrt(squares);
    }

    private static double norm(double[] values) {
        return distance(values, new double[values.length]);
    }

    @Override
    public Exactness exactness(ModelClass model) {
        return Exactness.approximate(
                "means are averaged whatever the shards know of them; right only where all shards have the"
                        + " same covariance");
    }
}
