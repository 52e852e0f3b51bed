package io.elbo4j.codec;

/** Parts as they are, and parts with one of everything. */
record PartsCodec(String kind, int version) implements Codec<Parts> {

    static final PartsCodec TEST = new PartsCodec("test", 3);

    @Override
    public Parts encode(Parts value) {
        return value;
    }

    @Override
    public Parts decode(Parts parts, int version) {
        return parts;
    }

    /** One of each type, with the values that are easiest to lose. */
    static Parts everything() {
        return new Parts()
                .put("round", 7L)
                .put("key", Long.MIN_VALUE)
                .put("tenth", 0.1)
                .put("notANumber", Double.NaN)
                .put("above", Double.POSITIVE_INFINITY)
                .put("below", Double.NEGATIVE_INFINITY)
                .put("minusZero", -0.0)
                .put("whole", 3.0)
                .put("least", Double.MIN_VALUE)
                .put("leastNormal", Double.MIN_NORMAL)
                .put("greatest", Double.MAX_VALUE)
                .put("text", "μ, \"σ\" \\ \n \u0000 \uD83D\uDE00")
                .put("empty", "")
                .put("indices", new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
                .put("layer0.W/mean", new float[] {1.5f, -0.0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE})
                .put("layer0.W mean", new double[] {0.1, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE})
                .put("none", new float[0])
                .put("../escape.", new double[] {1});
    }
}
