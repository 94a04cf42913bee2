import { fillRecords } from '../../demoData/demoOnce.ts';
import type { Instants } from '../../demoData/instants.ts';
import { operatorGroups } from '../../demoData/people.ts';
import type { Sink } from '../../demoData/sink.ts';

/** Budgets, providers with their services and what they ask for, and what is in stock. */
export async function fillCosts(sink: Sink, at: Instants): Promise<void> {
  const year = { starts_at: at.ago(200), ends_at: at.ago(-165) };
  await fillRecords(sink, 'nms_budget', [
    { budget_id: 1, name: 'marketing', label: 'Marketing', amount: 100_000, status: 'approved', ...year },
    { budget_id: 2, name: 'events', label: 'Events', amount: 20_000, status: 'edited', ...year },
  ]);
  await fillSuppliers(sink);
  await fillStock(sink, at);
  await fillStructures(sink);
}

async function fillSuppliers(sink: Sink): Promise<void> {
  await fillRecords(sink, 'nms_supplier', [
    { supplier_id: 1, name: 'printer', label: 'Print and post' },
    { supplier_id: 2, name: 'agency', label: 'Agency' },
  ]);
  const notice = {
    notice_title: 'The file of {delivery}',
    notice_text: 'The delivery {delivery} is approved; its file is {file}.',
    recipient_group: 'production',
  };
  await fillRecords(
    sink,
    'nms_supplier_service',
    [
      { supplier_service_id: 1, supplier_id: 1, label: 'Letters', file_name: '{delivery}_{date}.csv' },
      { supplier_service_id: 2, supplier_id: 2, label: 'Calls', file_name: 'calls_{date}.csv' },
    ],
    { ...notice, export_template: 'address' },
  );
  await fillRecords(sink, 'nms_supplier_contact', [
    {
      supplier_contact_id: 1,
      supplier_id: 1,
      recipient_group: 'production',
      name: 'P. Press',
      email: 'press@print.example.org',
    },
    {
      supplier_contact_id: 2,
      supplier_id: 1,
      recipient_group: 'billing',
      name: 'B. Bill',
      email: 'bill@print.example.org',
    },
    {
      supplier_contact_id: 3,
      supplier_id: 2,
      recipient_group: 'production',
      name: 'C. Call',
      email: 'call@agency.example.org',
    },
  ]);
}

async function fillStock(sink: Sink, at: Instants): Promise<void> {
  await fillRecords(sink, 'nms_stock', [
    { stock_id: 1, label: 'Warehouse', operator_group_id: operatorGroups.stockKeepers },
  ]);
  // The second is at its alert level, the third below it as soon as what was used is counted.
  await fillRecords(
    sink,
    'nms_stock_line',
    [
      { stock_line_id: 1, label: 'Envelopes', initial_quantity: 50_000, alert_level: 5_000 },
      { stock_line_id: 2, label: 'Catalogues', initial_quantity: 800, alert_level: 800 },
      { stock_line_id: 3, label: 'Vouchers', initial_quantity: 2_000, alert_level: 1_500 },
    ],
    { stock_id: 1, consumed: 0, in_stock: 0 },
  );
  await fillRecords(sink, 'nms_stock_order', [
    { stock_order_id: 1, supplier_id: 1, label: 'Envelopes of the quarter', ordered_at: at.ago(20) },
    { stock_order_id: 2, supplier_id: 1, label: 'Catalogues', ordered_at: at.ago(5) },
  ]);
  await fillRecords(
    sink,
    'nms_stock_order_line',
    [
      { stock_order_line_id: 1, stock_line_id: 1, quantity: 10_000, delivery_at: at.ago(1) },
      { stock_order_line_id: 2, stock_line_id: 3, quantity: 500, delivery_at: at.ago(-3) },
      { stock_order_line_id: 3, stock_order_id: 2, stock_line_id: 2, quantity: 5_000, delivery_at: at.ago(-10) },
      { stock_order_line_id: 4, stock_order_id: 2, stock_line_id: 2, quantity: 100, delivery_at: at.ago(0) },
    ],
    { stock_order_id: 1 },
  );
}

/** One cost type for each way of calculation; the thresholds are those of the documentation's example. */
async function fillStructures(sink: Sink): Promise<void> {
  const types = [
    { label: 'Preparation', kind: 'fixed', amount: 250, service: 1, stock: null },
    { label: 'Envelopes', kind: 'linear', amount: 0.02, service: 1, stock: 1 },
    { label: 'Catalogues', kind: 'batch', amount: 12, service: 1, stock: 2 },
    { label: 'Postage', kind: 'linearThreshold', amount: null, service: 1, stock: 3 },
    { label: 'Calls', kind: 'constantThreshold', amount: null, service: 2, stock: null },
    { label: 'Consulting', kind: 'daily', amount: 700, service: 2, stock: null },
  ];
  await fillRecords(
    sink,
    'nms_cost_type',
    types.map(({ label, service, stock }, index) => ({
      cost_type_id: index + 1,
      supplier_service_id: service,
      stock_line_id: stock,
      label,
      stock_units: 1,
    })),
  );
  await fillRecords(
    sink,
    'nms_cost_structure',
    types.map(({ kind, amount }, index) => ({
      cost_structure_id: index + 1,
      cost_type_id: index + 1,
      kind,
      amount,
      batch_size: kind === 'batch' ? 50 : null,
    })),
  );
  const linear = [
    { up_to: 100, amount: 0.13 },
    { up_to: 1_000, amount: 0.12 },
    { up_to: null, amount: 0.11 },
  ];
  const constant = [
    { up_to: 500, amount: 400 },
    { up_to: null, amount: 900 },
  ];
  const thresholds = [...linear.map((row) => ({ of: 4, ...row })), ...constant.map((row) => ({ of: 5, ...row }))];
  await fillRecords(
    sink,
    'nms_cost_threshold',
    thresholds.map(({ of, ...row }, index) => ({ cost_threshold_id: index + 1, cost_structure_id: of, ...row })),
  );
}
