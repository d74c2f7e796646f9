//! Order, on plain numbers.

use super::order::order;

#[test]
fn each_comes_after_what_it_needs_and_otherwise_as_written() {
    assert_eq!(order(4, []), Ok(vec![0, 1, 2, 3]));
    assert_eq!(order(4, [(0, 2), (2, 3)]), Ok(vec![3, 2, 0, 1]));
    assert_eq!(order(3, [(1, 0), (2, 0), (2, 1)]), Ok(vec![0, 1, 2]));
}

#[test]
fn a_circle_is_told_once_and_circles_apart_each() {
    assert_eq!(order(2, [(0, 1), (1, 0)]), Err(vec![vec![0, 1]]));
    assert_eq!(order(1, [(0, 0)]), Err(vec![vec![0]]));
    assert_eq!(
        order(5, [(0, 1), (1, 2), (2, 1), (3, 4), (4, 3)]),
        Err(vec![vec![1, 2], vec![3, 4]])
    );
    assert_eq!(order(3, [(0, 1), (1, 0), (1, 2), (2, 0)]), Err(vec![vec![0, 1]]));
}

#[test]
fn a_long_chain_does_not_use_up_the_stack() {
    let length = 60_000;
    let chain = (1..length).map(|node| (node - 1, node));
    let ordered = order(length, chain).unwrap();
    assert_eq!(ordered.first(), Some(&(length - 1)));
}
