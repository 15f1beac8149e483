// What the tests read and press, in one place: when a page says it otherwise, it is changed here alone.

/** Verbs and labels in Chinese, the language of the tests. */
export const t = {
  // Every page
  english: 'English',
  elder: '长者模式',
  standard: '标准模式',
  wrongSummary: '有地方需要改一下',
  notDone: '这一步没有办成',
  more: '更多',
  claims: '我认领的',
  // Accounts
  logIn: '登录',
  login: '手机号或登录名',
  password: '密码',
  logOut: '退出登录',
  endSession: '退出这台',
  sessions: '登录着的设备',
  thisDevice: '这台设备',
  // Registering
  register: '登记',
  name: '姓名',
  building: '小区和楼栋',
  door: '门牌',
  phone: '手机号',
  consent: '我已阅读并同意',
  welcome: '欢迎您',
  tenDigits: /11 位数字.您填了 10 位/,
  // Placing a wish
  order: '我要点单',
  microWish: '微心愿',
  category: '是哪一类',
  title: '一句话说明',
  text: '说详细一点',
  place: '提交心愿',
  received: '我们收到了',
  tooShort: /至少要写 4 个字.您写了 \d 个/,
  written: (count: number) => new RegExp(`已写 ${count} / `),
  chooseCategory: /请从列表里选一类/,
  // Lists
  words: '包含的字',
  filter: '筛选',
  verify: '核对好了',
  // One wish: its moves
  accept: '接单',
  card: '写一张公开卡片',
  decline: '暂时办不了',
  declineReason: '向居民说明原因',
  claim: '认领',
  release: '退回',
  releaseReason: '为什么退回',
  deliver: '已经办好',
  deliverNote: '怎么办的',
  confirm: '确认并评价',
  satisfied: '满意',
  closingWords: '想说的话',
  reopen: '没有解决',
  reopenReason: '哪里没有解决',
  withdraw: '撤回这个心愿',
  comment: '留言',
  message: '要说的话',
  // One wish: what it says
  contact: '联系居民',
  history: '经过',
  stages: '办到哪一步',
  stage: { placed: '已提交', accepted: '已接单', declined: '暂时办不了', claimed: '有人认领', delivered: '已办好', confirmed: '已确认', withdrawn: '已撤回' },
  did: {
    placed: '提交了心愿',
    accepted: '接了单',
    declined: '说明暂时办不了',
    claimed: '认领了',
    released: '退回了',
    delivered: '办好了',
    confirmed: '确认了',
    reopened: '说还没有解决',
    withdrawn: '撤回了心愿',
    commented: '留言',
    looked: '查看了姓名、电话和住址',
  },
  role: { staff: '工作人员', volunteer: '志愿者', you: '您' },
};

/** The few English texts that the tests look for. */
export const en = {
  chinese: '中文',
  order: 'Place an order',
  elder: 'Elder mode',
};
