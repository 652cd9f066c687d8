package dev.fairlead.controlplane.control.keyservice;

class HeldKeysTest extends KeyServiceContract {
    private final HeldKeys keys = new HeldKeys();
    private final HeldKeys others = new HeldKeys();

    @Override
    KeyService service() {
        return keys;
    }

    @Override
    KeyService other() {
        return others;
    }

    @Override
    void rotate() {
        keys.rotate();
    }

    @Override
    void least(int version) {
        keys.least(version);
    }
}
