package io.oncegate.core;

/**
 * What an operator saw of an entry: another owner, state or time is another version. A renewed lease is not.
 *
 * @param text means something to the store only
 */
public record EntryVersion(String text) {

    @Override
    public String toString() {
        return text;
    }
}
