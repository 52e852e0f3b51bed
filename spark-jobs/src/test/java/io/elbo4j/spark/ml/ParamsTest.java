package io.elbo4j.spark.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.junit.jupiter.api.Test;

/** What Spark's own suites check of the Params of each stage ({@code ParamsSuite.checkParams}), and services. */
class ParamsTest {

    private static List<Params> stages() {
        return List.of(
                new SparseBayesianClassifier("c"),
                new SparseBayesianRegressor("r"),
                new BayesianLinearRegression("l"),
                new PrototypeClassifier("t"),
                new SparseBayesianClassificationModel(),
                new SparseBayesianRegressionModel(),
                new BayesianLinearRegressionModel(),
                new PrototypeClassificationModel(),
                new ClassProbabilityEvaluator("p"),
                new PredictiveNormalEvaluator("n"));
    }

    @Test
    void params_areOwnedSortedDocumentedAndHaveADefault() {
        for (Params stage : stages()) {
            List<String> names = Arrays.stream(stage.params()).map(Param::name).toList();
            assertEquals(names.stream().sorted().distinct().toList(), names);
            assertTrue(names.size() >= 3, stage.uid());
            for (Param<?> param : stage.params()) {
                assertEquals(stage.uid(), param.parent());
                assertEquals(param, stage.getParam(param.name()));
                assertTrue(stage.isDefined(param), param.toString());
                assertFalse(stage.isSet(param), param.toString());
                assertFalse(param.doc().isEmpty());
                assertTrue(stage.explainParam(param).contains("default"), stage.explainParam(param));
            }
            assertEquals(names.size(), stage.explainParams().lines().count());
        }
    }

    @Test
    void everyParam_hasASetterAndAGetterThatAgree() throws ReflectiveOperationException {
        for (Params stage : stages()) {
            for (Param<?> param : stage.params()) {
                String name = Character.toUpperCase(param.name().charAt(0))
                        + param.name().substring(1);
                Object value = stage.getOrDefault(param);
                Method setter = Stream.of(stage.getClass().getMethods())
                        .filter(method -> method.getName().equals("set" + name) && !method.isBridge())
                        .findFirst()
                        .orElseThrow();
                assertSame(stage, setter.invoke(stage, value));
                assertTrue(stage.isSet(param));
                Object read = stage.getClass().getMethod("get" + name).invoke(stage);
                if (value instanceof Object[] || value.getClass().isArray()) {
                    assertTrue(Arrays.deepEquals(new Object[] {value}, new Object[] {read}), name);
                } else {
                    assertEquals(value, read, name);
                }
            }
        }
    }

    @Test
    void values_outOfRange_areRefusedByName() {
        SparseBayesianClassifier classifier = new SparseBayesianClassifier();
        List<Runnable> wrong = List.of(
                () -> classifier.setDensity(0),
                () -> classifier.setDensity(1.5),
                () -> classifier.setEpochs(0),
                () -> classifier.setBatchSize(0),
                () -> classifier.setLearningRate(-1),
                () -> classifier.setShards(0),
                () -> classifier.setSamples(0),
                () -> classifier.setPriorVariance(0),
                () -> classifier.setHiddenLayers(new int[] {3, 0}),
                () -> classifier.setPosteriorDraw("column"),
                () -> new BayesianLinearRegression().setNoiseVariance(0),
                () -> new PrototypeClassifier().setNoiseVariance(0),
                () -> new PrototypeClassifier().setMemory(-1),
                () -> new PrototypeClassifier().setEncoderLayers(new int[0]),
                () -> new SparseBayesianRegressor().setQuantileProbabilities(new double[] {0.5, 1}),
                () -> new ClassProbabilityEvaluator().setMetricName("auc"));
        for (Runnable each : wrong) {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, each::run).getMessage());
            assertTrue(message.contains("parameter") && message.contains("invalid value"), message);
        }
    }

    @Test
    void copies_haveTheSameUidAndParamsOfTheirOwn() {
        for (Params stage : stages()) {
            Params copy = stage.copy(new ParamMap());
            assertNotSame(stage, copy);
            assertEquals(stage.uid(), copy.uid());
            assertEquals(stage.getClass(), copy.getClass());
        }
        SparseBayesianClassifier one = new SparseBayesianClassifier().setDensity(0.3);
        SparseBayesianClassifier two = one.copy(new ParamMap().put(one.epochs().w(7)));
        assertEquals(0.3, two.getDensity());
        assertEquals(7, two.getEpochs());
        two.setDensity(0.7);
        assertEquals(0.3, one.getDensity());
        assertEquals(20, one.getEpochs());
    }

    @Test
    void stages_areFoundByServices() {
        assertEquals(4, ours(Estimator.class));
        assertEquals(4, ours(Transformer.class));
        assertEquals(2, ours(Evaluator.class));
    }

    /** Spark Connect also makes them by their uid. */
    private static long ours(Class<?> service) {
        return ServiceLoader.load(service).stream()
                .filter(provider -> provider.type().getName().startsWith("io.elbo4j."))
                .peek(provider -> {
                    provider.get();
                    if (service != Transformer.class) {
                        try {
                            Params made = (Params)
                                    provider.type().getConstructor(String.class).newInstance("named");
                            assertEquals("named", made.uid());
                        } catch (ReflectiveOperationException e) {
                            throw new LinkageError(e.getMessage(), e);
                        }
                    }
                })
                .count();
    }

    @Test
    void aModelWithoutPosterior_saysSo() {
        SparseBayesianClassificationModel empty = new SparseBayesianClassificationModel();
        assertTrue(String.valueOf(assertThrows(IllegalStateException.class, empty::numFeatures)
                        .getMessage())
                .startsWith("model: has no posterior: uid="));
    }
}
