//! Ids of transports: kept before a submission is sent, and found again.

use super::*;

async fn identify<S: Store>(store: &S, of: &Submission, holder: Holder<'_>, id: &str) -> bool {
    store
        .identify(&of.uuid, holder, id, start())
        .await
        .expect("a store that works")
}

async fn found<S: Store>(store: &S, id: &str) -> Vec<String> {
    let found = store.by_transport_id(id).await.expect("a store that works");
    found.into_iter().map(|s| s.uuid).collect()
}

pub(super) async fn an_id_is_kept_for_its_holder_alone<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    assert!(!identify(store, &one, Holder::In(State::Waiting), "urn:0").await);
    take(store, "w", 1).await;
    assert!(!identify(store, &one, held("x", 1), "urn:0").await);
    assert!(!identify(store, &one, held("w", 2), "urn:0").await);
    assert!(identify(store, &one, held("w", 1), "urn:1").await);
    let kept = get(store, &one).await;
    assert_eq!(kept.transport_id.as_deref(), Some("urn:1"));
    assert_eq!((kept.state, kept.attempts), (State::Sending, 1));
    assert!(change(store, &one, held("w", 1), &failed(State::Waiting)).await);
    assert!(!identify(store, &one, held("w", 1), "urn:2").await);
    let again = take(store, "w", 1).await;
    assert_eq!(again[0].transport_id.as_deref(), Some("urn:1"));
    assert_eq!(found(store, "urn:1").await, [one.uuid.as_str()]);
    assert!(found(store, "urn:0").await.is_empty());
    let two = insert(store, 2, &new("b")).await;
    take(store, "w", 1).await;
    assert!(identify(store, &two, held("w", 1), "urn:1").await);
    assert_eq!(found(store, "urn:1").await.len(), 2, "it says nothing now");
    let history = store.history(&one.uuid).await.expect("a store that works");
    let told = history.iter().find(|e| e.code == "transport-id");
    assert_eq!(told.expect("an event").text, "urn:1");
}

pub(super) async fn what_will_never_be_delivered_loses_its_id<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    take(store, "w", 1).await;
    assert!(identify(store, &one, held("w", 1), "urn:1").await);
    assert!(
        change(
            store,
            &one,
            held("w", 1),
            &Change::to(State::Delivered, "w")
        )
        .await
    );
    let mut gone = failed(State::Waiting);
    gone.forget_transport_id = true;
    assert!(change(store, &one, Holder::In(State::Delivered), &gone).await);
    let found = get(store, &one).await;
    assert_eq!((found.state, found.transport_id), (State::Waiting, None));
}
