package dev.fairlead.controlplane.api.receipts;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.receipts.ReceiptKeys;
import dev.fairlead.controlplane.control.receipts.ReceiptText;
import dev.fairlead.controlplane.control.receipts.ReceiptText.Document;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.receipts.Receipt;
import dev.fairlead.controlplane.store.receipts.Receipt.Settled;
import dev.fairlead.controlplane.store.receipts.ReceiptStore;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ReceiptId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.traffic.Share;
import dev.fairlead.model.wire.ReceiptChangeJson;
import dev.fairlead.model.wire.ReceiptDomainJson;
import dev.fairlead.model.wire.ReceiptKeyResponse;
import dev.fairlead.model.wire.ReceiptResponse;
import dev.fairlead.model.wire.ReceiptVersionJson;
import dev.fairlead.model.wire.WeightJson;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Receipts of changes: listed, shown, and what they are checked by.
public final class ReceiptRoutes {
    private final Services services;
    private final ReceiptStore store;
    private final ReceiptKeys keys;

    public ReceiptRoutes(Services services, ReceiptStore store, ReceiptKeys keys) {
        this.services = services;
        this.store = store;
        this.keys = keys;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/functions/{id}/receipts")
                        .named("listReceipts", "What changes of a service did to requests.")
                        .needs(Permission.FUNCTIONS_READ)
                        .paged()
                        .gives(200, Shape.page(ReceiptResponse.class))
                        .fails(
                                ErrorCode.CURSOR_MALFORMED,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND)
                        .by(this::list),
                Route.get("/receipts/{id}")
                        .named("getReceipt", "What one change did to requests on one server.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.json(ReceiptResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.RECEIPT_NOT_FOUND)
                        .by(this::get),
                Route.get("/receipt-keys")
                        .named("listReceiptKeys", "The public keys by which receipts are signed.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.page(ReceiptKeyResponse.class))
                        .by(_ ->
                                Pages.answer(
                                        new Page<>(keys.all(), Optional.empty()),
                                        key -> new ReceiptKeyResponse(key.id(), key.published()))));
    }

    private Answer list(ApiRequest request) {
        var organization = request.caller().organization();
        var service = services.get(organization, request.path("id", ServiceId::parse));
        return Pages.answer(
                store.list(organization, service.id(), Pages.after(request), request.limit()),
                ReceiptRoutes::wire);
    }

    private Answer get(ApiRequest request) {
        ReceiptId id = request.path("id", ReceiptId::parse);
        return Answer.json(
                wire(
                        store.find(request.caller().organization(), id)
                                .orElseThrow(() ->
                                        new Rejected(
                                                ErrorCode.RECEIPT_NOT_FOUND, "no receipt " + id))));
    }

    private static ReceiptResponse wire(Receipt receipt) {
        Document document = ReceiptText.read(receipt.document());
        return new ReceiptResponse(
                receipt.id().toString(),
                receipt.service().toString(),
                receipt.instance(),
                receipt.at(),
                receipt.settled().map(Settled::at).orElse(null),
                document.tookMicros(),
                document.settings(),
                document.changes().stream()
                        .map(one ->
                                new ReceiptChangeJson(
                                        one.environment(),
                                        one.alias(),
                                        weights(one.before()),
                                        weights(one.after())))
                        .toList(),
                document.domains().stream()
                        .map(one -> new ReceiptDomainJson(one.domain(), one.change()))
                        .toList(),
                document.versions().stream()
                        .map(one ->
                                new ReceiptVersionJson(
                                        one.version(),
                                        one.inFlight(),
                                        one.sockets(),
                                        one.answered(),
                                        one.failed(),
                                        one.clientGone(),
                                        one.cut(),
                                        one.open()))
                        .toList(),
                receipt.inFlight(),
                receipt.settled().map(Settled::lost).orElse(null),
                receipt.document(),
                receipt.settled().map(Settled::signature).orElse(null),
                receipt.settled().map(Settled::keyId).orElse(null));
    }

    private static List<WeightJson> weights(Map<Integer, Integer> shares) {
        return shares.entrySet().stream()
                .map(one ->
                        new WeightJson(
                                one.getKey(), new Share(one.getKey(), one.getValue()).percent()))
                .toList();
    }
}
