package io.elbo4j.density;

import java.io.Serializable;
import java.util.List;

/**
 * How a network's arrays lie in one flat vector {@code [D]}: the blocks in order, without gaps.
 *
 * @param blocks in order of their offsets
 */
public record ParameterLayout(List<ParameterBlock> blocks) implements Serializable {

    public ParameterLayout {
        blocks = List.copyOf(blocks);
        int next = 0;
        for (ParameterBlock block : blocks) {
            if (block.offset() != next) {
                throw new IllegalArgumentException("parameter layout: gap or overlap: block=" + block.name()
                        + " offset=" + block.offset() + " expected=" + next + "; list the blocks in order");
            }
            next = block.end();
        }
    }

    /** D. */
    public int dimension() {
        return blocks.isEmpty() ? 0 : blocks.get(blocks.size() - 1).end();
    }

    /** How many parameters are weights, that is, may be sparse. */
    public int weights() {
        return weightBlocks().stream().mapToInt(ParameterBlock::size).sum();
    }

    /** The blocks of weights, in order. */
    public List<ParameterBlock> weightBlocks() {
        return blocks.stream().filter(block -> block.role() == Role.WEIGHT).toList();
    }

    /** The block of this name. */
    public ParameterBlock block(String name) {
        return blocks.stream()
                .filter(block -> block.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("parameter layout: no such parameter: name=" + name
                        + " known=" + blocks.stream().map(ParameterBlock::name).toList() + "; take one of these"));
    }

    /** The block that holds this index of θ. */
    public ParameterBlock at(int index) {
        for (ParameterBlock block : blocks) {
            if (index >= block.offset() && index < block.end()) {
                return block;
            }
        }
        throw new IndexOutOfBoundsException(
                "parameter layout: no such parameter: index=" + index + " dimension=" + dimension());
    }
}
